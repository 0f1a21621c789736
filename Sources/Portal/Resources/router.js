// Pages by the fragment of the address: `#/sessions/{arn}?as=ann`.

import { delegate, el, patch } from "./dom.js";
import { watch } from "./api.js";
import { readClock, tick } from "./time.js";

/** The segments and the query of the address, decoded. */
export function place() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  return {
    segments: path.split("/").filter(Boolean).map(decode),
    query: new URLSearchParams(query ?? ""),
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Shows the page of the address, again whenever the address or the emulator's state changes.
 * @param {(where: ReturnType<typeof place>) => Promise<{title: string, content: Node[]}>} render
 * @param {Record<string, (source: Element, event: Event) => void>} actions
 * @param {(where: ReturnType<typeof place>) => void} [arrive] Looks at the address beforehand.
 */
export function start(render, actions, arrive = () => {}) {
  const main = document.getElementById("main");
  const title = document.title;
  let shown = null;
  let turn = 0;

  async function show() {
    arrive(place());
    const mine = ++turn;
    const address = location.hash;
    let page;
    try {
      await readClock();
      page = await render(place());
    } catch (error) {
      page = { title: "Not found", content: [problem(error)] };
    }
    // A later look may have been faster.
    if (mine !== turn || !page) return;
    const isNew = address !== shown;
    shown = address;
    const fresh = el("main", {}, page.content);
    if (isNew) main.replaceChildren(...fresh.childNodes);
    else patch(main, fresh);
    document.title = `${page.title} · ${title}`;
    tick();
    if (isNew) {
      scrollTo(0, 0);
      if (document.activeElement === document.body || !document.activeElement) {
        main.focus({ preventScroll: true });
      }
    }
  }

  addEventListener("hashchange", show);
  delegate(document.body, { ...actions, skip: () => main.focus() });
  watch(show, (isLost) => {
    const text = "The emulator does not answer. Trying again …";
    const region = document.getElementById("lost");
    if (isLost !== region.hasChildNodes()) {
      region.replaceChildren(...(isLost ? [el("p", { class: "note note-bad" }, text)] : []));
    }
  });
  return show;
}

export function problem(error) {
  return el("section", { class: "card" }, el("h1", {}, "This cannot be shown"),
    el("p", {}, error.message));
}
