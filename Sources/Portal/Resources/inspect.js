// A row's JSON, and the command that fetches it.

import { announce, el } from "./dom.js";
import { api, controlURL, endpoint } from "./api.js";

const quote = (text) => `'${String(text).replaceAll("'", "'\\''")}'`;
const kebab = (name) => name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();

/** The AWS CLI's call of an operation. */
export function awsCommand(operation, input, account, region = "us-east-1") {
  const parts = Object.entries(input).map(([name, value]) =>
    `--${kebab(name)} ${quote(value)}`);
  return `AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=any aws mpa ${kebab(operation)} `
    + `${[...parts, `--endpoint-url ${quote(endpoint)}`, `--region ${region}`].join(" ")}`;
}

/** The same with an input of any shape. */
export function awsCommandOf({ operation, input, account }) {
  return awsCommand(operation, { CliInputJson: JSON.stringify(input ?? {}) },
    account ?? "123456789012");
}

export const curlCommand = (target) => `curl -s ${quote(controlURL(target))}`;

/** A button that shows what lies at a control route, with a command for it. */
export function inspector(title, target, command) {
  return el("button", {
    "class": "small", "data-act": "inspect", "data-title": title, "data-target": target,
    "data-command": command ?? curlCommand(target), "aria-label": `JSON and command of ${title}`,
  }, "JSON · CLI");
}

/** Opens what such a button stands for. */
export async function inspect(button) {
  const { title, target, command } = button.dataset;
  const text = await api(target).then((json) => JSON.stringify(json, null, 2),
    (error) => error.message);
  const dialog = el("dialog", { "aria-labelledby": "inspected" },
    el("header", {}, el("h2", { id: "inspected" }, title),
      el("form", { method: "dialog" }, el("button", { class: "small" }, "Close"))),
    el("div", { class: "lines" }, line("Command", command)),
    el("pre", { tabindex: 0, "aria-label": "JSON" }, text));
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  dialog.showModal();
}

/** A line to be copied. */
export function line(label, text) {
  return el("div", { class: "line", "data-key": label },
    el("div", {}, el("span", {}, label), el("pre", {}, text)),
    el("button", { class: "small", "data-act": "copy", "data-text": text, "aria-label": `Copy: ${label}` },
      "Copy"));
}

export async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.text);
    announce("Copied.", "good");
  } catch {
    // Without a secure context there is no clipboard; what is selected can be copied by hand.
    getSelection().selectAllChildren(button.parentElement.querySelector("pre"));
    announce("Selected: copy it with the keyboard.");
  }
}
