// How things are called and shown on both pages.

import { el } from "./dom.js";

const TONES = {
  ACTIVE: "good", APPROVED: "good", ACCEPTED: "good", EXECUTED: "good", ENABLED: "good",
  PENDING: "open", CREATING: "open", NO_RESPONSE: "quiet", DELETING: "open",
  FAILED: "bad", REJECTED: "bad", INACTIVE: "bad", ERROR: "bad", INVALID: "bad", DELETED: "bad",
  CANCELLED: "quiet", DISABLED: "quiet", BUILT_IN: "quiet",
};

/** A status as a coloured word. */
export function status(name, code) {
  const tone = TONES[name] ?? "quiet";
  return el("span", { class: `status status-${tone}` }, words(name), code && ` · ${words(code)}`);
}

/** `PENDING_ACTIVATION` as `Pending activation`. */
export function words(name) {
  const text = String(name).toLowerCase().replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text of a machine: an ARN, an id, an action. */
export const code = (text) => el("code", {}, text ?? "–");

/** The name of an operation, which may break where its words do. */
export function action(name) {
  return String(name).split(/(?<=[:-])|(?<=[a-z])(?=[A-Z])/)
    .flatMap((part, index) => index === 0 ? [part] : [el("wbr"), part]);
}

/** What follows the last colon or slash of an ARN, with all of it for whoever points at it. */
export function short(arn) {
  const text = String(arn ?? "–");
  return el("code", { title: text }, text.split(":").pop().split("/").slice(-2).join("/"));
}

/** Terms and their descriptions; those without a value are left out. */
export function facts(pairs) {
  const rows = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "");
  return el("dl", { class: "facts" }, rows.map(([term, value]) =>
    el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

/** A map of texts as a table with a caption. */
export function pairs(caption, map) {
  const entries = Object.entries(map ?? {});
  if (entries.length === 0) return null;
  return el("table", { class: "pairs" }, el("caption", {}, caption),
    el("tbody", {}, entries.map(([key, value]) =>
      el("tr", { "data-key": key }, el("th", { scope: "row" }, key), el("td", {}, value)))));
}

/** A table of rows; `columns` are heads. */
export function table(caption, columns, rows, empty = "Nothing here yet.") {
  if (rows.length === 0) return nothing(empty);
  return el("div", { class: "table-wrap", role: "region", "aria-label": caption, tabindex: 0 },
    el("table", { class: "rows" }, el("caption", { class: "visually-hidden" }, caption),
      el("thead", {}, el("tr", {}, columns.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rows)));
}

/** One row of such a table. */
export function row(key, ...cells) {
  return el("tr", { "data-key": key }, cells.map((cell) => el("td", {}, cell)));
}

export const nothing = (text) => el("p", { class: "nothing" }, text);

/** The first letters of a name, in a circle. */
export function avatar(name) {
  const letters = String(name).split(/[\s._@-]+/).filter(Boolean).slice(0, 2)
    .map((word) => [...word][0].toUpperCase()).join("");
  return el("span", { class: "avatar", "aria-hidden": "true" }, letters || "?");
}
