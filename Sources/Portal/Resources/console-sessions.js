// Sessions of all accounts.

import { el } from "./dom.js";
import { api, path } from "./api.js";
import { awsCommand, inspector } from "./inspect.js";
import { choice, more } from "./console-teams.js";
import { votes } from "./pictures.js";
import { countdown, moment } from "./time.js";
import { action, code, facts, pairs, row, short, status, table, words } from "./words.js";

const PAGE = 50;

export async function sessions(query) {
  const wanted = new URLSearchParams([...query].filter(([name]) =>
    ["status", "approvalTeamArn", "before"].includes(name)));
  const page = await api(`sessions?limit=${PAGE}&${wanted}`);
  const team = query.get("approvalTeamArn");
  const rows = page.sessions.map((each) => row(each.sessionArn, votes(each, 44),
    el("a", { href: `#/sessions/${encodeURIComponent(each.sessionArn)}` }, action(each.actionName)),
    status(each.status, each.statusCode), each.approvalTeamName, short(each.protectedResourceArn),
    each.status === "PENDING" ? countdown(each.expirationTime) : moment(each.completionTime),
    sessionInspector(each)));
  return {
    title: "Sessions",
    content: [
      el("h1", {}, "Sessions"),
      team && el("p", { class: "lead" }, "Of the team ", short(team), " – ",
        el("a", { href: "#/sessions" }, "show all")),
      el("form", {
        "class": "filters", "data-act": "filter", "data-page": "sessions", "role": "search",
      }, choice("status", "Status", ["PENDING", "APPROVED", "FAILED", "CANCELLED", "CREATING"],
        query.get("status")),
      team && el("input", { type: "hidden", name: "approvalTeamArn", value: team }),
      el("button", {}, "Show")),
      table("Sessions", ["M of N", "Operation", "Status", "Team", "Resource", "Time", "Answer"], rows,
        "There is no such session."),
      page.next && more("sessions", query, { before: page.next }),
    ],
  };
}

const sessionInspector = (it) => inspector(`session for ${it.actionName}`,
  path("answers", it.sessionArn), awsCommand("GetSession", { SessionArn: it.sessionArn },
    it.sessionArn.split(":")[4], it.sessionArn.split(":")[3]));

export async function session(arn) {
  const it = await api(path("sessions", arn));
  return {
    title: it.actionName,
    content: [
      el("p", { class: "crumbs" }, el("a", { href: "#/sessions" }, "Sessions")),
      el("header", { class: "head" }, votes(it, 84),
        el("div", {}, el("h1", {}, action(it.actionName)), el("p", {}, status(it.status, it.statusCode), " ",
          it.status === "APPROVED" && [status(it.executionStatus), " "], sessionInspector(it)))),
      el("div", { class: "columns" },
        el("section", { class: "card", "aria-label": "Request" }, el("h2", {}, "Request"),
          requestFacts(it), pairs("Metadata", it.metadata)),
        el("section", { class: "card", "aria-label": "Responses" }, el("h2", {}, "Responses"),
          el("ul", { class: "voters" }, it.approverResponses.map((each) =>
            el("li", { "data-key": each.approverId },
              el("a", {
                href: `../portal/#/sessions/${encodeURIComponent(it.sessionArn)}?as=`
                  + encodeURIComponent(each.identityId),
              }, each.identityId), status(each.response),
              each.responseTime && el("span", { class: "quiet" }, moment(each.responseTime)),
              each.comment && el("blockquote", {}, each.comment)))))),
    ],
  };
}

function requestFacts(it) {
  return facts([
    ["ARN", code(it.sessionArn)], ["Kind", words(it.kind)],
    ["Team", el("a", { href: `#/teams/${encodeURIComponent(it.approvalTeamArn)}` },
      it.approvalTeamName)],
    ["Resource", code(it.protectedResourceArn)], ["Requester", code(it.requesterPrincipalArn)],
    ["Account", code(it.requesterAccountId)], ["Region", it.requesterRegion],
    ["Comment", it.requesterComment && el("blockquote", {}, it.requesterComment)],
    ["Description", it.description], ["Requested", moment(it.initiationTime)],
    ["Expires", moment(it.expirationTime)],
    ["Ended", it.completionTime && moment(it.completionTime)], ["Message", it.statusMessage],
  ]);
}
