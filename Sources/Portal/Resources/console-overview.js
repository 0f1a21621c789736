// What there is, how to reach it, and what fell due.

import { el } from "./dom.js";
import { api, controlURL, endpoint } from "./api.js";
import { line } from "./inspect.js";
import { moment } from "./time.js";
import { code, nothing, row, short, table, words } from "./words.js";

const TILES = [
  ["IdentitySources", "Identity sources", "identity-sources"],
  ["ApprovalTeams", "Approval teams", "teams"], ["Sessions", "Sessions", "sessions"],
  ["Messages", "Messages", "outbox"],
];

export async function overview(fired) {
  const health = await api("health");
  return {
    title: "Overview",
    content: [
      el("h1", {}, "Overview"),
      el("p", { class: "lead" }, `Version ${health.version}, everything `,
        health.storage.kind === "memory" ? "in memory." : ["in ", code(health.storage.path), "."]),
      el("div", { class: "tiles" }, TILES.map(([name, label, page]) =>
        el("a", { "class": "card tile", "href": `#/${page}`, "data-key": page },
          el("strong", {}, health.counts[name] ?? 0), label))),
      el("section", { class: "card", "aria-label": "Endpoint" }, el("h2", {}, "Point clients here"),
        el("div", { class: "lines" },
          line("Shell", `export AWS_ENDPOINT_URL_MPA=${endpoint}`),
          line("boto3", `boto3.client("mpa", endpoint_url="${endpoint}", region_name="us-east-1")`),
          line("AWS CLI", `aws mpa list-approval-teams --endpoint-url ${endpoint} --region us-east-1`),
          line("Approval portal", new URL("../portal/", controlURL("")).href))),
      el("section", { class: "card", "aria-label": "What fell due" },
        el("h2", {}, "What fell due at the last step of the clock"),
        el("div", { class: "fired" }, fired.length === 0
          ? nothing("Nothing. Move the clock on with the buttons above.")
          : table("What fell due", ["When", "What", "Of"], fired.slice(0, 200).map((step, index) =>
            row(String(index), moment(step.dueTime), words(step.name.replace(/([a-z])([A-Z])/g, "$1 $2")),
              short(step.resourceArn)))))),
      el("p", { class: "buttons" },
        el("a", { class: "button", href: "../portal/" }, "Open the approval portal"),
        el("button", { class: "danger", "data-act": "reset" }, "Forget everything")),
    ],
  };
}
