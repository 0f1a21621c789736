// Approval teams: invitations that wait, and the teams that you belong to.

import { el } from "./dom.js";
import { api } from "./api.js";
import { members } from "./pictures.js";
import { countdown, moment, timeBar } from "./time.js";
import { facts, nothing, status } from "./words.js";

export async function teams(invitations, target) {
  const invited = new Set(invitations.map((each) => each.approvalTeamArn));
  const answer = await api(target);
  const own = answer.teams.filter((team) => !invited.has(team.arn));
  return {
    title: "Approval teams",
    content: [
      el("h1", {}, "Approval teams"),
      invitations.length > 0 && el("section", { "aria-label": "Invitations" },
        el("h2", {}, "Invitations"),
        el("ul", { class: "cards" }, invitations.map((each) =>
          el("li", { "data-key": each.approvalTeamArn }, invitationCard(each))))),
      el("section", { "aria-label": "Your teams" }, el("h2", {}, "Your teams"),
        own.length > 0
          ? el("ul", { class: "cards" }, own.map((team) =>
            el("li", { "data-key": team.arn }, teamCard(team))))
          : nothing("You belong to no team yet.")),
    ],
  };
}

/** The page that an invitation's mail leads to. */
export async function invitation(arn, invitations, target) {
  const open = invitations.find((each) => each.approvalTeamArn === arn);
  const team = open?.team ?? await api(target);
  return {
    title: team.name,
    content: [
      el("p", { class: "crumbs" }, el("a", { href: "#/teams" }, "Approval teams")),
      el("h1", {}, team.name),
      open ? invitationCard(open)
        : el("div", {}, el("p", { class: "lead" }, "No invitation to this team waits for you."),
          teamCard(team)),
    ],
  };
}

function invitationCard({ approvalTeamArn, approver, expirationTime, team }) {
  return el("article", { class: "card request" }, members(team),
    el("div", { class: "request-text" },
      el("h3", {}, team.name), el("p", {}, team.description),
      el("p", { class: "quiet" },
        `${team.approvalStrategy.mofN.minApprovalsRequired} of `
        + `${team.numberOfApprovers} approvers have to agree · account ${team.accountId}`),
      el("p", { class: "buttons" },
        el("button", { "data-act": "decline", "data-team": approvalTeamArn }, "Decline"),
        el("button", { class: "primary", "data-act": "accept", "data-team": approvalTeamArn },
          "Accept invitation"))),
    expirationTime && el("div", { class: "request-time" }, el("span", { class: "quiet" }, "Time left"),
      countdown(expirationTime),
      approver.invitationTime && timeBar(approver.invitationTime, expirationTime)));
}

function teamCard(team) {
  return el("article", { class: "card" },
    el("header", { class: "head" }, members(team),
      el("div", {}, el("h3", {}, team.name), el("p", {}, status(team.status, team.statusCode)))),
    el("p", {}, team.description),
    facts([
      ["Rule", `${team.approvalStrategy.mofN.minApprovalsRequired} of ${team.numberOfApprovers}`],
      ["Account", team.accountId], ["Created", moment(team.creationTime)],
      ["Message", team.statusMessage],
    ]),
    el("details", {}, el("summary", {}, "Members"),
      el("ul", { class: "voters" }, team.approvers.map((each) =>
        el("li", { "data-key": each.approverId }, el("span", {}, each.primaryIdentityId),
          status(each.primaryIdentityStatus))))));
}
