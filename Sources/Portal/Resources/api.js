// The control API, and how a page learns that something has changed.

import { el } from "./dom.js";

const base = new URL(document.documentElement.dataset.api, location.href.split("#")[0]);
const TOKEN = "mpa-local-token";

/** A refusal of the control API; its message is the problem's detail. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The answer has the status ${status}.`);
    this.status = status;
    this.path = problem.path;
  }
}

/** A path of segments, each percent-encoded. */
export const path = (...segments) => segments.map(encodeURIComponent).join("/");

/** Where the API of the service is, for endpoint overrides. */
export const endpoint = new URL("..", base).href.replace(/\/$/, "");
export const controlURL = (target) => new URL(target, base).href;

/**
 * One request to the control API.
 * @returns {Promise<any>} The JSON of the answer; null where there is none.
 */
export async function api(target, { method = "GET", body, signal } = {}) {
  const answer = await send(target, { method, body, signal });
  const text = await answer.text();
  const json = text ? parse(text) : null;
  if (!answer.ok) throw new ApiError(answer.status, json ?? {});
  return json;
}

/** The same, for who reads the body as it comes. */
export async function send(target, { method = "GET", body, signal, fields = {} } = {}) {
  const headers = { ...fields };
  const token = sessionStorage.getItem(TOKEN);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const answer = await fetch(new URL(target, base), {
    method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status !== 401) return answer;
  await askForToken(Boolean(token));
  return send(target, { method, body, signal, fields });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

let asking = null;

/** Asks for the token once, whoever needs it. */
function askForToken(wasWrong) {
  asking ??= new Promise((resolve) => {
    const field = el("input", {
      id: "token", name: "token", type: "password", required: true, autocomplete: "off",
    });
    const form = el("form", { method: "dialog" },
      el("h2", {}, "Control token"),
      el("p", {}, wasWrong ? "That token is not the one." : "",
        " The emulator was started with a token. It stays in this tab."),
      el("label", { for: "token" }, "Token"), field,
      el("p", { class: "buttons" }, el("button", { class: "primary" }, "Continue")));
    const dialog = el("dialog", { class: "panel", "aria-label": "Control token" }, form);
    document.body.append(dialog);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => {
      sessionStorage.setItem(TOKEN, field.value);
      dialog.remove();
      asking = null;
      resolve();
    });
    dialog.showModal();
  });
  return asking;
}

/**
 * Calls `changed` after each change that anybody could see, for as long as the page lives. The
 * request waits at the server, and a second one is made only once the first is answered.
 */
export async function watch(changed, lost) {
  let revision = 0;
  for (;;) {
    try {
      const wait = revision ? `?after=${revision}&wait=PT50S` : "";
      const answer = await api(`revision${wait}`);
      if (answer.revision !== revision) {
        revision = answer.revision;
        await changed();
      }
      lost(false);
      // Many changes at once are looked at once.
      await pause(150);
    } catch {
      lost(true);
      revision = 0;
      await pause(2000);
    }
  }
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
