// Builds elements, and changes those that are there into others without losing focus or input.
// Every value becomes text: nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | null | undefined>} Attributes */

/**
 * An HTML element. Attributes that are null, undefined or false are left out.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...any} children Nodes, texts, numbers, arrays of them; null for none.
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, likewise. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** Makes the children of `live` those of `next`; what stays the same is not touched. */
export function patch(live, next) {
  const keyed = new Map();
  for (const child of live.children) if (child.dataset.key) keyed.set(child.dataset.key, child);
  let cursor = live.firstChild;
  for (const child of [...next.childNodes]) {
    const key = child.dataset?.key;
    const match = key ? keyed.get(key) : cursor?.dataset?.key ? null : cursor;
    if (!match || !isSameKind(match, child)) {
      live.insertBefore(child, cursor);
      continue;
    }
    if (match === cursor) cursor = cursor.nextSibling;
    else live.insertBefore(match, cursor);
    patchNode(match, child);
  }
  while (cursor) {
    const following = cursor.nextSibling;
    cursor.remove();
    cursor = following;
  }
}

function isSameKind(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName
    && one.dataset?.key === other.dataset?.key;
}

function patchNode(live, next) {
  if (live.nodeType === Node.TEXT_NODE) {
    if (live.nodeValue !== next.nodeValue) live.nodeValue = next.nodeValue;
    return;
  }
  for (const { name } of [...live.attributes]) {
    // What a person has opened stays open.
    if (!next.hasAttribute(name) && name !== "open") live.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
  if (live.dataset.tick === undefined) patch(live, next);
}

/** Calls `actions[data-act]` for clicks and submits below `root`, with the element. */
export function delegate(root, actions) {
  root.addEventListener("click", (event) => {
    const source = event.target.closest("[data-act]");
    if (!source || source.tagName === "FORM") return;
    event.preventDefault();
    actions[source.dataset.act]?.(source, event);
  });
  root.addEventListener("submit", (event) => {
    // The form of a dialog closes it by itself.
    if (!event.target.dataset.act) return;
    event.preventDefault();
    actions[event.target.dataset.act]?.(event.target, event);
  });
}

/** Tells a short message to eyes and screen readers. */
export function announce(text, kind = "info") {
  const region = document.getElementById("announcements");
  const note = el("p", { class: `note note-${kind}` }, text);
  region.replaceChildren(note);
  setTimeout(() => note.remove(), 8000);
}
