// The emulator's time: what it shows, how long until something, and moments in the viewer's zone.

import { el } from "./dom.js";
import { api } from "./api.js";

const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const utc = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium", timeStyle: "medium", timeZone: "UTC",
});

/** What the clock showed, and when this page heard of it. */
let reading = { now: Date.now(), heard: Date.now(), mode: "running" };

export async function readClock() {
  take(await api("clock"));
  return reading;
}

/** Takes an answer of the clock's routes. */
export function take(answer) {
  reading = { now: Date.parse(answer.now), heard: Date.now(), mode: answer.mode };
  tick();
}

export const isFrozen = () => reading.mode === "frozen";

/** The emulator's now in milliseconds. */
export function now() {
  return reading.now + (isFrozen() ? 0 : Date.now() - reading.heard);
}

/** A moment in the viewer's zone, and in UTC for whoever points at it. */
export function moment(text) {
  if (!text) return "–";
  const date = new Date(text);
  return el("time", { datetime: text, title: `${utc.format(date)} UTC` }, local.format(date));
}

/** How long until that moment, counted on the emulator's clock. */
export function countdown(text) {
  const until = Date.parse(text);
  return el("span",
    { class: "countdown", "data-until": until, "data-tick": "", title: utcText(text) }, left(until));
}

const utcText = (text) => `until ${utc.format(new Date(text))} UTC`;

/** A bar that empties from one moment to another. */
export function timeBar(from, until) {
  return el("progress", {
    class: "time-bar", max: 1000, value: share(Date.parse(from), Date.parse(until)),
    "data-from": Date.parse(from), "data-to": Date.parse(until), "aria-label": "Time left",
    "data-tick": "",
  });
}

function share(from, until) {
  return Math.round(1000 * Math.min(1, Math.max(0, (until - now()) / (until - from))));
}

/** A length of time in words of at most two units. */
function left(until) {
  const seconds = Math.floor((until - now()) / 1000);
  if (seconds <= 0) return "expired";
  // A day is told in hours, as AWS does for what lasts one.
  const units = [...(seconds > 48 * 3600 ? [["d", 86400]] : []), ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  const parts = [];
  let rest = seconds;
  for (const [name, size] of units.slice(first, first + 2)) {
    parts.push(`${Math.floor(rest / size)} ${name}`);
    rest %= size;
  }
  return parts.join(" ");
}

/** Brings every clock and countdown on the page up to date. */
export function tick() {
  for (const each of document.querySelectorAll("[data-until]")) {
    const text = left(Number(each.dataset.until));
    if (each.textContent !== text) each.textContent = text;
    each.classList.toggle("is-over", text === "expired");
  }
  for (const each of document.querySelectorAll("progress[data-to]")) {
    each.value = share(Number(each.dataset.from), Number(each.dataset.to));
  }
  const date = new Date(now());
  for (const each of document.querySelectorAll("[data-clock]")) {
    const text = local.format(date);
    if (each.textContent !== text) each.textContent = text;
    each.title = `${utc.format(date)} UTC`;
    each.dateTime = date.toISOString();
  }
}

setInterval(tick, 500);
