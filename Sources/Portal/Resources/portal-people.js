// Choosing who you are.

import { el } from "./dom.js";
import { api } from "./api.js";
import { avatar, nothing } from "./words.js";

const PAGE = 100;

export async function choose(query) {
  const after = query.get("after") ?? "";
  const from = after ? `&after=${encodeURIComponent(after)}` : "";
  const { approvers, next } = await api(`approvers?limit=${PAGE}${from}`);
  const people = approvers.map((each) => el("li", { "data-key": each.identityId },
    el("button", { class: "person", "data-act": "be", "data-person": each.identityId },
      avatar(each.name ?? each.identityId),
      el("span", { class: "person-text" },
        el("strong", {}, each.name ?? each.identityId),
        el("span", {}, each.email ?? (each.name ? each.identityId : ""))),
      el("span", { class: "person-count" },
        each.invitations > 0
          ? `${each.invitations} ${each.invitations === 1 ? "invitation" : "invitations"}`
          : `${each.teams} ${each.teams === 1 ? "team" : "teams"}`))));
  return {
    title: "Who are you?",
    content: [
      el("h1", {}, "Who are you?"),
      el("p", { class: "lead" },
        "In AWS you would sign in through IAM Identity Center. Here you choose: nothing is asked."),
      people.length > 0 ? el("ul", { class: "people" }, people) : nothing(
        "Nobody is known yet. Create an approval team, or declare users in the directory."),
      next && el("p", {},
        el("a", { class: "button", href: `#/people?after=${encodeURIComponent(next)}` },
          "More people")),
    ],
  };
}
