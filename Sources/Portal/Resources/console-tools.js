// Outbox, faults and snapshots.

import { el } from "./dom.js";
import { api, path } from "./api.js";
import { choice } from "./console-teams.js";
import { inspector } from "./inspect.js";
import { moment } from "./time.js";
import { code, row, table, words } from "./words.js";

const PAGE = 100;

export async function outbox(query) {
  const wanted = new URLSearchParams(
    [...query].filter(([name]) => ["kind", "recipient"].includes(name)));
  const { messages } = await api(`outbox?limit=${PAGE}&${wanted}`);
  const rows = messages.toReversed().map((each) => row(String(each.id), moment(each.time),
    words(each.kind), each.recipient.email ?? each.recipient.identityId, each.subject,
    each.code ? el("strong", {}, code(each.code)) : "–", el("a", { href: portalLink(each.link) }, "Open"),
    inspector(`message ${each.id}`, `outbox?after=${each.id - 1}&limit=1`)));
  return {
    title: "Outbox",
    content: [
      el("h1", {}, "Outbox"),
      el("p", { class: "lead" }, "What AWS would have mailed; nothing is sent."),
      el("form", { "class": "filters", "data-act": "filter", "data-page": "outbox", "role": "search" },
        el("div", {}, el("label", { for: "recipient" }, "Recipient"),
          el("input", { id: "recipient", name: "recipient", value: query.get("recipient") ?? "", maxlength: 100 })),
        choice("kind", "Kind", ["INVITATION", "REQUEST", "ONE_TIME_CODE"], query.get("kind")),
        el("button", {}, "Show")),
      table("Messages", ["Time", "Kind", "To", "Subject", "Code", "Portal", "JSON"], rows,
        "No mail was sent."),
    ],
  };
}

/** The page of this emulator's own portal, whatever its public address is. */
const portalLink = (link) => `../portal/${link.slice(link.indexOf("#"))}`;

const EXAMPLE = JSON.stringify({
  match: { operations: ["CreateApprovalTeam"], attempt: 1 },
  effect: { kind: "error", code: "ThrottlingException", message: "Slow down", retryAfter: 1 },
}, null, 2);

export async function faults() {
  const { faults: rules } = await api("faults");
  const rows = rules.map((each) => row(each.id, code(each.id), words(each.effect.kind),
    el("code", { class: "long" }, JSON.stringify(each.match)), `${each.hits} of ${each.calls}`,
    el("span", { class: "actions" }, inspector(`rule ${each.id}`, path("faults", each.id)), " ",
      el("button", { class: "small danger", "data-act": "unfault", "data-id": each.id }, "Delete"))));
  return {
    title: "Faults",
    content: [
      el("h1", {}, "Faults"),
      el("p", { class: "lead" }, "The first rule whose turn it is decides how a call fails."),
      table("Fault rules", ["Rule", "Effect", "Matches", "Hits", "JSON"], rows,
        "No rule: every call gets the answer that it should."),
      el("form", { "class": "card", "data-act": "fault", "aria-label": "New rule" },
        el("h2", {}, "New rule"),
        el("label", { for: "rule" }, "Rule, as JSON"),
        el("textarea", { id: "rule", name: "rule", class: "json", rows: 12, spellcheck: "false" }, EXAMPLE),
        el("p", { class: "buttons" }, el("button", { class: "primary" }, "Add the rule"))),
    ],
  };
}

export async function snapshots() {
  const { snapshots: kept } = await api("snapshots");
  const rows = kept.map((each) => row(each.name, code(each.name), moment(each.time),
    `${(each.bytes / 1024).toFixed(1)} kB`,
    el("span", { class: "actions" },
      inspector(`snapshot ${each.name}`, path("snapshots", each.name)), " ",
      el("button", { class: "small", "data-act": "restore", "data-id": each.name }, "Restore"), " ",
      el("button", { class: "small danger", "data-act": "unsnapshot", "data-id": each.name }, "Delete"))));
  return {
    title: "Snapshots",
    content: [
      el("h1", {}, "Snapshots"),
      el("p", { class: "lead" }, "The whole state under a name. ",
        inspector("the present state", "state")),
      table("Snapshots", ["Name", "Saved", "Size", "Actions"], rows, "No snapshot was saved."),
      el("form", { "class": "card", "data-act": "snapshot", "aria-label": "New snapshot" },
        el("label", { for: "name" }, "Name of a new snapshot"),
        el("input", { id: "name", name: "name", required: true, maxlength: 100, pattern: "[a-zA-Z0-9._\\-]+" }),
        el("p", { class: "buttons" }, el("button", { class: "primary" }, "Save the present state"))),
    ],
  };
}
