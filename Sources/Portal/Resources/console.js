// The developer's console: what there is, what time it is, what was called, and what is to fail.

import { announce, el, patch } from "./dom.js";
import { api, path } from "./api.js";
import { start } from "./router.js";
import { isFrozen, take } from "./time.js";
import { copy, inspect } from "./inspect.js";
import { overview } from "./console-overview.js";
import { identitySources, team, teams } from "./console-teams.js";
import { session, sessions } from "./console-sessions.js";
import { events, requests } from "./console-live.js";
import { faults, outbox, snapshots } from "./console-tools.js";

const PAGES = [
  ["overview", "Overview"], ["identity-sources", "Identity sources"],
  ["teams", "Approval teams"], ["sessions", "Sessions"], ["requests", "Requests"],
  ["events", "Events"], ["outbox", "Outbox"], ["faults", "Faults"], ["snapshots", "Snapshots"],
];

let fired = [];

async function render({ segments, query }) {
  const [page = "overview", argument] = segments;
  const shown = await content(page, argument, query);
  patch(document.getElementById("tabs"), el("nav", {}, PAGES.map(([id, name]) =>
    el("a", { "href": `#/${id}`, "data-key": id, "aria-current": id === page && "page" }, name))));
  patch(document.getElementById("top-side"), el("div", {}, clockBar()));
  return shown;
}

function content(page, argument, query) {
  switch (page) {
    case "identity-sources": return identitySources(query);
    case "teams": return argument ? team(argument) : teams(query);
    case "sessions": return argument ? session(argument) : sessions(query);
    case "requests": return requests(query);
    case "events": return events(query);
    case "outbox": return outbox(query);
    case "faults": return faults();
    case "snapshots": return snapshots();
    default: return overview(fired);
  }
}

function clockBar() {
  const move = (label, seconds) =>
    el("button", { class: "small", "data-act": "advance", "data-seconds": seconds }, label);
  return el("div", { class: "clock-bar", role: "group", "aria-label": "Clock" },
    el("span", { class: "clock" },
      el("span", { class: "visually-hidden" }, "The emulator’s time: "),
      el("time", { "data-clock": "", "data-tick": "" })),
    el("span", { class: `status status-${isFrozen() ? "open" : "good"}`, id: "clock-mode" },
      isFrozen() ? "frozen" : "running"),
    el("button", { class: "small", "data-act": "freeze" }, isFrozen() ? "Run" : "Freeze"),
    move("+1 h", 3600), move("+24 h", 86400),
    el("button", { class: "small", "data-act": "set" }, "Set …"));
}

/** Does something, tells how it went, and shows what has become of it. */
async function attempt(done, work) {
  try {
    const answer = await work();
    announce(typeof done === "function" ? done(answer) : done, "good");
  } catch (error) {
    announce(error.path ? `${error.path}: ${error.message}` : error.message, "bad");
  }
  show();
}

function moveClock(target, method, body) {
  return attempt((answer) => {
    take(answer);
    fired = answer.fired;
    const count = answer.firedCount;
    return count === 0 ? "Nothing fell due."
      : `${count} ${count === 1 ? "step" : "steps"} fell due: see the overview.`;
  }, () => api(target, { method, body }));
}

function askForTime() {
  const field = el("input", { id: "time", name: "time", required: true, placeholder: "2026-03-01T08:00:00Z" });
  const dialog = el("dialog", { "aria-label": "Set the clock" },
    el("form", { method: "dialog" }, el("h2", {}, "Set the clock"),
      el("label", { for: "time" }, "Moment, in ISO 8601"), field,
      el("p", { class: "quiet" }, "Time goes back only while no resources exist."),
      el("p", { class: "buttons" },
        el("button", { value: "", formnovalidate: true }, "Cancel"),
        el("button", { class: "primary", value: "set" }, "Set"))));
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue === "set") moveClock("clock", "PUT", { time: field.value });
  });
  dialog.showModal();
}

const filter = (form) => {
  const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
  location.hash = `#/${form.dataset.page}?${new URLSearchParams(pairs)}`;
};

const show = start(render, {
  advance: (button) =>
    moveClock("clock/advance", "POST", { seconds: Number(button.dataset.seconds) }),
  freeze: () => moveClock("clock", "PUT", { mode: isFrozen() ? "running" : "frozen" }),
  set: askForTime,
  inspect,
  copy: (button) => copy(button),
  filter,
  fault: (form) => attempt("The rule is there.", () =>
    api("faults", { method: "POST", body: JSON.parse(new FormData(form).get("rule")) })),
  unfault: (button) => attempt("The rule is gone.", () =>
    api(path("faults", button.dataset.id), { method: "DELETE" })),
  snapshot: (form) => attempt("The snapshot is saved.", async () => {
    await api(path("snapshots", new FormData(form).get("name")), { method: "PUT" });
    form.reset();
  }),
  restore: (button) => attempt("The state is what it was.", () =>
    api(path("snapshots", button.dataset.id, "restore"), { method: "POST" })),
  unsnapshot: (button) => attempt("The snapshot is gone.", () =>
    api(path("snapshots", button.dataset.id), { method: "DELETE" })),
  reset: () => attempt("Everything is forgotten but the snapshots.", () =>
    api("reset", { method: "POST" })),
});
