// Requested operations, one operation, and the operations of the past.

import { el } from "./dom.js";
import { api } from "./api.js";
import { votes } from "./pictures.js";
import { countdown, moment, now, timeBar } from "./time.js";
import { action, code, facts, nothing, pairs, row, status, table, words } from "./words.js";

const MONTH = 31 * 24 * 3600 * 1000;
const PAGE = 25;

const link = (session, ...content) =>
  el("a", { href: `#/sessions/${encodeURIComponent(session.sessionArn)}` }, content);

/** What a session is about, in words where AWS has no name for it. */
export function subject(session) {
  const own = {
    UPDATE: "Update of the approval team", DELETION: "Deletion of the approval team",
    BASELINE: "Baseline: are you still there?",
  }[session.kind];
  return own ?? session.actionName;
}

export function requests({ sessions }) {
  const cards = sessions.map((each) => el("li", { "data-key": each.sessionArn, class: "card request" },
    votes(each),
    el("div", { class: "request-text" },
      el("h2", {}, link(each, action(subject(each)))),
      el("p", {}, "for ", el("strong", {}, each.approvalTeamName), " · on ",
        code(each.protectedResourceArn)),
      el("p", { class: "quiet" }, "asked by ", code(each.requesterPrincipalArn)),
      each.requesterComment && el("blockquote", {}, each.requesterComment)),
    el("div", { class: "request-time" },
      el("span", { class: "quiet" }, "Time left"), countdown(each.expirationTime),
      timeBar(each.initiationTime, each.expirationTime))));
  return {
    title: "Requested operations",
    content: [
      el("h1", {}, "Requested operations"),
      cards.length > 0 ? el("ul", { class: "cards" }, cards)
        : nothing("Nothing waits for you."),
      sessions.length === 50
        && nothing("These are the newest 50. The others come once some of them are answered."),
    ],
  };
}

export async function session(target) {
  const it = await api(target);
  const mine = it.approver;
  const isOpen = it.status === "PENDING" && mine.response === "NO_RESPONSE";
  return {
    title: subject(it),
    content: [
      el("p", { class: "crumbs" }, isOpen
        ? el("a", { href: "#/requests" }, "Requested operations")
        : el("a", { href: "#/history" }, "Operation history")),
      el("header", { class: "head" }, votes(it, 84),
        el("div", {}, el("h1", {}, action(subject(it))), el("p", {}, status(it.status, it.statusCode),
          it.executionStatus && it.status === "APPROVED"
            && [" ", status(it.executionStatus)]))),
      el("div", { class: "columns" },
        el("section", { class: "card", "aria-label": "Request" },
          el("h2", {}, "Request"), requestFacts(it),
          pairs("Metadata", it.metadata)),
        el("div", {}, isOpen ? ballot(it) : answered(it), voters(it))),
    ],
  };
}

function requestFacts(it) {
  return facts([
    ["Operation", code(it.actionName)], ["Resource", code(it.protectedResourceArn)],
    ["Requester", code(it.requesterPrincipalArn)],
    ["Account", code(it.requesterAccountId)], ["Region", code(it.requesterRegion)],
    ["Comment", it.requesterComment && el("blockquote", {}, it.requesterComment)],
    ["Description", it.description], ["Approval team", it.approvalTeamName],
    ["Requested", moment(it.initiationTime)], ["Expires", moment(it.expirationTime)],
    ["Ended", it.completionTime && moment(it.completionTime)],
    ["Message", it.statusMessage],
  ]);
}

function ballot(it) {
  const needsCode = it.additionalSecurityRequirements.includes("APPROVER_VERIFICATION_REQUIRED");
  const data = { "data-session": it.sessionArn };
  return el("form", { class: "card ballot", "data-act": "nothing", "aria-label": "Your answer" },
    el("h2", {}, "Your answer"),
    el("p", { class: "time-left" }, "Time left: ", countdown(it.expirationTime)),
    timeBar(it.initiationTime, it.expirationTime),
    el("label", { for: "comment" }, "Comment (optional)"),
    el("textarea", { id: "comment", name: "comment", rows: 3, maxlength: 200 }),
    needsCode && el("div", { class: "code-row" },
      el("div", {}, el("label", { for: "code" }, "One-time code"),
        el("input", {
          id: "code", name: "code", inputmode: "numeric", autocomplete: "one-time-code",
          maxlength: 6, "aria-describedby": "code-help",
        })),
      el("button", { type: "button", "data-act": "code", ...data }, "Send code")),
    needsCode && el("p", { id: "code-help", class: "quiet" },
      "A code of six digits goes to your e-mail address; here it lies in the outbox."),
    el("p", { class: "buttons" },
      el("button", { type: "button", class: "danger", "data-act": "reject", ...data }, "Reject"),
      el("button", { type: "button", class: "primary", "data-act": "approve", ...data },
        "Approve")));
}

function answered(it) {
  const mine = it.approver;
  const text = mine.response === "NO_RESPONSE" ? "You did not answer in time to count."
    : `You ${mine.response === "APPROVED" ? "approved" : "rejected"} this operation.`;
  return el("section", { class: "card", "aria-label": "Your answer" }, el("h2", {}, "Your answer"),
    el("p", {}, text), mine.comment && el("blockquote", {}, mine.comment),
    mine.responseTime && el("p", { class: "quiet" }, moment(mine.responseTime)));
}

function voters(it) {
  return el("section", { class: "card", "aria-label": "Responses" }, el("h2", {}, "Responses"),
    el("ul", { class: "voters" }, it.approverResponses.map((each) =>
      el("li", { "data-key": each.approverId },
        el("span", {}, each.identityId), status(each.response),
        each.responseTime && el("span", { class: "quiet" }, moment(each.responseTime)),
        each.comment && el("blockquote", {}, each.comment)))));
}

/** The sessions of the last month that no longer ask you, as many pages as were asked for. */
export async function history(target, pages) {
  let [sessions, before] = [[], ""];
  for (let page = 0; page < pages && before !== null; page += 1) {
    const answer = await api(`${target}?status=all&limit=${PAGE}${before}`);
    sessions = sessions.concat(answer.sessions);
    before = answer.next ? `&before=${answer.next}` : null;
  }
  const past = sessions.filter((each) => Date.parse(each.initiationTime) > now() - MONTH
    && (each.status !== "PENDING" || each.approver.response !== "NO_RESPONSE"));
  const rows = past.map((each) => row(each.sessionArn, link(each, action(subject(each))),
    each.approvalTeamName, status(each.status, each.statusCode),
    words(each.approver.response), moment(each.initiationTime)));
  return {
    title: "Operation history",
    content: [
      el("h1", {}, "Operation history"),
      table("Operations of the last month",
        ["Operation", "Approval team", "Status", "Your answer", "Requested"], rows,
        "Nothing has happened in the last month."),
      before && el("p", {},
        el("a", { class: "button", href: `#/history?pages=${pages + 1}` }, "Older operations")),
    ],
  };
}
