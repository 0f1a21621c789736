// Requests and events, as they happen.

import { el } from "./dom.js";
import { api, path, pause, send } from "./api.js";
import { awsCommandOf, inspector } from "./inspect.js";
import { choice } from "./console-teams.js";
import { moment } from "./time.js";
import { action, code, row, table } from "./words.js";

const SHOWN_MAX = 200;

/** The newest requests of the journal, the newest first. */
export async function requests(query) {
  const wanted = new URLSearchParams(
    [...query].filter(([name]) => ["account", "status"].includes(name)));
  const kept = await newest(wanted).catch((error) => {
    if (error.status === 409) return null;
    throw error;
  });
  if (kept && !journal.isFollowed) followJournal();
  const rows = (kept ?? []).map((each) => row(each.requestId, String(each.number),
    moment(each.time), each.operation ? action(each.operation) : code(each.head.target), code(each.account),
    outcome(each), each.sdkAttempt ? String(each.sdkAttempt) : "–",
    each.fault ? code(each.fault) : each.isIdempotentReplay ? "replay" : "–",
    inspector(`request ${each.number}`, path("requests", each.requestId),
      each.operation && awsCommandOf(each))));
  return {
    title: "Requests",
    content: [
      el("h1", {}, "Requests"),
      el("form", {
        "class": "filters", "data-act": "filter", "data-page": "requests", "role": "search",
      }, el("div", {}, el("label", { for: "account" }, "Account"),
        el("input", { id: "account", name: "account", value: query.get("account") ?? "", maxlength: 12 })),
      choice("status", "Status", ["200", "400", "402", "403", "404", "409", "429", "500"],
        query.get("status")),
      el("button", {}, "Show")),
      table("Requests", ["No.", "Time", "Operation", "Account", "Outcome", "Attempt", "Note", "Answer"],
        rows, kept ? "Nothing was called yet." : "No journal is kept: see --journal."),
    ],
  };
}

/** The number of the latest request that this page knows of, and who waits for the next. */
const journal = { last: 0, isFollowed: false, waiting: null };

/** The journal lists the oldest first: begins as far from its end as can be shown. */
async function newest(wanted) {
  let latest = await end(Math.max(0, journal.last - 1));
  // After a reset the numbers begin anew.
  if (latest < journal.last) latest = await end(0);
  if (latest < journal.last) journal.waiting?.abort();
  journal.last = latest;
  const after = Math.max(0, latest - SHOWN_MAX);
  const page = await api(`requests?limit=${SHOWN_MAX}&after=${after}&${wanted}`);
  return page.requests.reverse();
}

/** The number of the latest request, looked for from there on. */
async function end(number) {
  const page = await api(`requests?limit=1000&after=${number}`);
  return page.requests.length < 1000 ? page.next : end(page.next);
}

/** Draws the page again after each request, also one that changes nothing. */
async function followJournal() {
  journal.isFollowed = true;
  for (;;) {
    journal.waiting = new AbortController();
    try {
      const page = await api(`requests?after=${journal.last}&limit=1000&wait=PT50S`,
        { signal: journal.waiting.signal });
      if (page.requests.length > 0) {
        journal.last = page.next;
        redraw();
      }
      await pause(150);
    } catch (error) {
      await pause(error.name === "AbortError" ? 150 : 2000);
    }
  }
}

const redraw = () => dispatchEvent(new HashChangeEvent("hashchange"));

function outcome({ status: number, error }) {
  const tone = number >= 400 || number === 0 ? "bad" : "good";
  return el("span", { class: `status status-${tone}` }, error ?? (number || "no answer"));
}

/** The events that this page has heard of, the newest first. */
const heard = { events: [], isFollowing: false, last: 0, dropped: 0 };

export async function events() {
  if (!heard.isFollowing) {
    heard.isFollowing = true;
    await catchUp();
    follow();
  }
  const rows = heard.events.map((each) => row(String(each.sequence), String(each.sequence),
    moment(each.eventTime), action(each.eventName),
    each.eventType === "AwsApiCall" ? "call" : "service",
    each.errorCode ? el("span", { class: "status status-bad" }, each.errorCode) : "–",
    code(each.recipientAccountId),
    inspector(`event ${each.sequence}`, `events?after=${each.sequence - 1}&limit=1`)));
  return {
    title: "Events",
    content: [
      el("h1", {}, "Events"),
      el("p", { class: "lead" }, "What CloudTrail would record, as it happens.",
        heard.dropped > 0 && ` ${heard.dropped} came too fast to be shown.`),
      table("Events", ["No.", "Time", "Event", "Kind", "Error", "Account", "JSON"], rows,
        "Nothing has happened yet."),
    ],
  };
}

async function catchUp() {
  heard.events = [];
  heard.last = 0;
  for (;;) {
    const page = await api(`events?limit=1000&after=${heard.last}`);
    take(page.events);
    if (page.events.length < 1000) return;
  }
}

function take(events) {
  heard.events = [...events.toReversed(), ...heard.events].slice(0, SHOWN_MAX);
  if (events.length > 0) heard.last = events.at(-1).sequence;
}

/** Reads server-sent events for as long as the page lives. */
async function follow() {
  for (;;) {
    try {
      // The id also tells whether the events are still those of which the last one is known.
      const fields = heard.id ? { "Last-Event-ID": heard.id } : {};
      const answer = await send(`events/stream?after=${heard.last}`, { fields });
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
        const end = text.lastIndexOf("\n\n");
        if (end < 0) continue;
        await handle(text.slice(0, end).split("\n\n"));
        text = text.slice(end + 2);
      }
    } catch {
      // The emulator is gone for a while; the page says so itself.
    }
    await pause(2000);
  }
}

async function handle(messages) {
  const fresh = [];
  for (const message of messages) {
    const fields = Object.fromEntries(message.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)];
    }));
    if (!fields.data) continue;
    const data = JSON.parse(fields.data);
    if (fields.event === "dropped") heard.dropped += data.count;
    else if (fields.event === "replaced") {
      // Should it fail, all is asked for again.
      heard.id = undefined;
      fresh.length = 0;
      await catchUp();
    } else if (data.sequence > heard.last) fresh.push(data);
    heard.id = fields.id ?? heard.id;
  }
  take(fresh);
  if (fresh.length > 0) redraw();
}
