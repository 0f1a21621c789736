// The approver portal: who you are, and which page you look at.

import { announce, el, patch } from "./dom.js";
import { api, path } from "./api.js";
import { place, start } from "./router.js";
import { avatar } from "./words.js";
import { choose } from "./portal-people.js";
import { requests, history, session } from "./portal-sessions.js";
import { teams, invitation } from "./portal-teams.js";

const WHO = "mpa-local-approver";
const PAGES = [
  ["requests", "Requested operations"], ["teams", "Approval teams"],
  ["history", "Operation history"],
];

const who = () => sessionStorage.getItem(WHO);
const mine = (...rest) => path("approvers", who(), ...rest);

async function render({ segments, query }) {
  const [page = "requests", argument] = segments;
  if (!who() || page === "people") return frame("people", [], await choose(query));
  const [pending, invitations] = await Promise.all([
    api(`${mine("sessions")}?status=pending&limit=50`), api(mine("invitations")),
  ]).catch(forget);
  const counts = { requests: pending.sessions.length, teams: invitations.invitations.length };
  return frame(page, counts, await content(page, argument, pending, invitations, query));
}

function content(page, argument, pending, { invitations }, query) {
  switch (page) {
    case "sessions": return session(mine("sessions", argument));
    case "invitations": return invitation(argument, invitations, mine("teams", argument));
    case "teams": return teams(invitations, mine("teams"));
    case "history": return history(mine("sessions"), Number(query.get("pages")) || 1);
    default: return requests(pending);
  }
}

/** A link tells who follows it; from then on the address does not. */
function arrive({ query }) {
  if (!query.has("as")) return;
  sessionStorage.setItem(WHO, query.get("as"));
  query.delete("as");
  const rest = query.size > 0 ? `?${query}` : "";
  window.history.replaceState(null, "", location.hash.split("?")[0] + rest);
}

/** Nobody is known by that name any more, as after a reset. */
function forget(error) {
  if (error.status !== 404) throw error;
  const name = who();
  sessionStorage.removeItem(WHO);
  throw new Error(`Nobody knows ${name} here. Choose who you are.`);
}

function frame(page, counts, content) {
  const open = { sessions: "requests", invitations: "teams" }[page] ?? page;
  const tabs = who() ? PAGES.map(([id, name]) =>
    el("a", { "href": `#/${id}`, "data-key": id, "aria-current": id === open && "page" }, name,
      counts[id] > 0 && el("span", { class: "count" },
        counts[id] === 50 ? "50+" : counts[id],
        el("span", { class: "visually-hidden" }, " waiting")))) : [];
  patch(document.getElementById("tabs"), el("nav", {}, tabs));
  patch(document.getElementById("top-side"), el("div", {}, clock(), who() && person()));
  return content;
}

const clock = () => el("span", { class: "clock" },
  el("span", { class: "visually-hidden" }, "The emulator’s time: "),
  el("time", { "data-clock": "", "data-tick": "" }));

const person = () => el("a", { class: "who", href: "#/people" }, avatar(who()),
  el("span", {}, el("span", { class: "visually-hidden" }, "You are "), who()));

/** Does something, tells how it went, and shows what has become of it. */
async function attempt(button, done, work) {
  button.disabled = true;
  try {
    await work();
    announce(done, "good");
  } catch (error) {
    announce(error.message, "bad");
  }
  button.disabled = false;
  show();
}

function respond(button, response, done) {
  const target = mine("invitations", button.dataset.team);
  return attempt(button, done, () => api(target, { method: "PUT", body: { response } }));
}

function vote(button, response, done) {
  const { comment, code } = Object.fromEntries(new FormData(button.form));
  const body = { response, comment: comment || undefined, code: code || undefined };
  const target = mine("sessions", button.dataset.session);
  return attempt(button, done, () => api(target, { method: "PUT", body }));
}

const show = start(render, {
  be(source) {
    sessionStorage.setItem(WHO, source.dataset.person);
    // Who came by a link wants to go on to where it leads.
    const { segments } = place();
    if (segments[0] && segments[0] !== "people") show();
    else location.hash = "#/requests";
  },
  accept: (button) => respond(button, "ACCEPT", "You accepted the invitation."),
  decline: (button) => respond(button, "REJECT", "You declined the invitation."),
  approve: (button) => vote(button, "APPROVE", "You approved the operation."),
  reject: (button) => vote(button, "REJECT", "You rejected the operation."),
  code: (button) => attempt(button, "A code was sent. Its message is in the outbox.", () =>
    api(mine("sessions", button.dataset.session, "code"), { method: "POST" })),
  nothing() {},
}, arrive);
