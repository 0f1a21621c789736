// Identity sources and approval teams of all accounts.

import { el } from "./dom.js";
import { api, path } from "./api.js";
import { awsCommand, inspector } from "./inspect.js";
import { lifecycle, members } from "./pictures.js";
import { moment } from "./time.js";
import { code, facts, nothing, pairs, row, short, status, table, words } from "./words.js";

const PAGE = 50;

export async function identitySources(query) {
  const after = query.get("after");
  const from = after ? `&after=${encodeURIComponent(after)}` : "";
  const page = await api(`identity-sources?limit=${PAGE}${from}`);
  const rows = page.identitySources.map((each) => row(each.arn, code(each.accountId),
    status(each.status, each.statusCode), short(each.instanceArn), each.instanceRegion,
    moment(each.creationTime), inspector(`identity source of ${each.accountId}`,
      path("answers", each.arn), awsCommand("GetIdentitySource",
        { IdentitySourceArn: each.arn }, each.accountId, each.region))));
  return {
    title: "Identity sources",
    content: [
      el("h1", {}, "Identity sources"),
      table("Identity sources", ["Account", "Status", "Instance", "Region", "Created", "Answer"], rows,
        "No account has an identity source yet."),
      page.next && more("identity-sources", query, { after: page.next }),
    ],
  };
}

/** A link to the page behind this one. */
export function more(page, query, place) {
  const target = new URLSearchParams({ ...Object.fromEntries(query), ...place });
  return el("p", {}, el("a", { class: "button", href: `#/${page}?${target}` }, "More"));
}

export function choice(id, label, values, present) {
  return el("div", {}, el("label", { for: id }, label),
    el("select", { id, name: id }, el("option", { value: "" }, "All"),
      values.map((value) =>
        el("option", { value, selected: value === present }, words(value)))));
}

export async function teams(query) {
  const wanted = new URLSearchParams(
    [...query].filter(([name]) => ["query", "status", "after"].includes(name)));
  const page = await api(`approval-teams?limit=${PAGE}&${wanted}`);
  const rows = page.approvalTeams.map((each) => row(each.arn, members(each, 44),
    el("a", { href: `#/teams/${encodeURIComponent(each.arn)}` }, each.name),
    status(each.status, each.statusCode), code(each.accountId), String(each.openSessions),
    moment(each.creationTime), teamInspector(each)));
  return {
    title: "Approval teams",
    content: [
      el("h1", {}, "Approval teams"),
      el("form", { "class": "filters", "data-act": "filter", "data-page": "teams", "role": "search" },
        el("div", {}, el("label", { for: "query" }, "Name or ARN"),
          el("input", { id: "query", name: "query", value: query.get("query") ?? "", maxlength: 100 })),
        choice("status", "Status", ["ACTIVE", "PENDING", "INACTIVE", "DELETING"], query.get("status")),
        el("button", {}, "Show")),
      table("Approval teams",
        ["M of N", "Name", "Status", "Account", "Open", "Created", "Answer"], rows,
        "There is no such team."),
      page.next && more("teams", query, { after: page.next }),
    ],
  };
}

const teamInspector = (team) => inspector(`team ${team.name}`, path("answers", team.arn),
  awsCommand("GetApprovalTeam", { Arn: team.arn }, team.accountId, team.region));

export async function team(arn) {
  const it = await api(path("approval-teams", arn));
  const draft = it.pendingUpdate;
  return {
    title: it.name,
    content: [
      el("p", { class: "crumbs" }, el("a", { href: "#/teams" }, "Approval teams")),
      el("header", { class: "head" }, members(it, 84),
        el("div", {}, el("h1", {}, it.name), el("p", {}, status(it.status, it.statusCode), " ",
          teamInspector(it)))),
      el("section", { class: "card", "aria-label": "Lifecycle" }, el("h2", {}, "Lifecycle"),
        lifecycle(it)),
      el("div", { class: "columns" },
        el("section", { class: "card", "aria-label": "Team" }, el("h2", {}, "Team"), teamFacts(it),
          pairs("Tags", it.tags)),
        el("div", {}, people("Approvers", it.approvers),
          draft && el("section", { class: "card", "aria-label": "Draft" }, el("h2", {}, "Draft"),
            facts([
              ["Version", code(draft.versionId)], ["Status", words(draft.statusCode)],
              ["Message", draft.statusMessage], ["Description", draft.description],
              ["Rule", rule(draft)], ["Asked by", code(draft.requesterPrincipalArn)],
              ["Begun", moment(draft.updateInitiationTime)],
            ])), draft && people("Approvers of the draft", draft.approvers))),
      el("p", {}, el("a", {
        class: "button", href: `#/sessions?approvalTeamArn=${encodeURIComponent(it.arn)}`,
      }, `Sessions of this team (${it.openSessions} open)`)),
    ],
  };
}

const rule = (team) =>
  `${team.approvalStrategy.mofN.minApprovalsRequired} of ${team.numberOfApprovers}`;

function teamFacts(it) {
  return facts([
    ["ARN", code(it.arn)], ["Account", code(it.accountId)], ["Region", it.region],
    ["Description", it.description], ["Rule", rule(it)], ["Version", code(it.versionId)],
    ["Created", moment(it.creationTime)],
    ["Updated", it.lastUpdateTime && moment(it.lastUpdateTime)],
    ["Next step", it.dueTime && moment(it.dueTime)], ["Message", it.statusMessage],
    ["Decided by", it.updateSessionArn && el("a",
      { href: `#/sessions/${encodeURIComponent(it.updateSessionArn)}` }, "its session")],
    ["Policies", it.policies.map((each) => el("div", {}, short(each.policyArn)))],
    ["Shared with", it.sharedWith.length > 0 && it.sharedWith.join(", ")],
  ].filter(([, value]) => value !== false));
}

function people(title, approvers) {
  return el("section", { class: "card", "aria-label": title }, el("h2", {}, title),
    approvers.length === 0 ? nothing("Nobody.")
      : el("ul", { class: "voters" }, approvers.map((each) =>
        el("li", { "data-key": each.approverId },
          el("a", { href: `../portal/#/teams?as=${encodeURIComponent(each.primaryIdentityId)}` },
            each.primaryIdentityId),
          status(each.primaryIdentityStatus),
          each.lastActivity && el("span", { class: "quiet" }, words(each.lastActivity), " ",
            moment(each.lastActivityTime))))));
}
