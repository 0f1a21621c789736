// What is said in numbers and states, as pictures with a text for those who do not see them.

import { el, svg } from "./dom.js";
import { words } from "./words.js";

/** M of N: a ring with a segment for each approver, and the approvals that are there inside. */
export function votes(session, size = 64) {
  const responses = session.approverResponses;
  const approved = responses.filter((each) => each.response === "APPROVED").length;
  const rejected = responses.filter((each) => each.response === "REJECTED").length;
  const needed = session.approvalStrategy.mofN.minApprovalsRequired;
  const text = `${approved} of ${needed} approvals, ${rejected} rejections, `
    + `${responses.length} approvers`;
  return ring(text, size, `${approved}/${needed}`, [
    ...Array(approved).fill("good"), ...Array(rejected).fill("bad"),
    ...Array(responses.length - approved - rejected).fill("none"),
  ]);
}

/** The members of a team: who has accepted. */
export function members(team, size = 64) {
  const tone = { ACCEPTED: "good", REJECTED: "bad", INVALID: "bad", PENDING: "none" };
  const needed = team.approvalStrategy.mofN.minApprovalsRequired;
  const tones = team.approvers.map((each) => tone[each.primaryIdentityStatus]);
  const text = `${needed} of ${tones.length} have to approve; `
    + `${tones.filter((each) => each === "good").length} have accepted`;
  return ring(text, size, `${needed}/${tones.length}`, tones.sort());
}

function ring(text, size, middle, tones) {
  const [centre, radius] = [32, 26];
  const gap = tones.length > 1 ? 0.09 : 0;
  const step = (2 * Math.PI) / Math.max(1, tones.length);
  const point = (angle) =>
    `${(centre + radius * Math.sin(angle)).toFixed(2)} ${(centre - radius * Math.cos(angle)).toFixed(2)}`;
  const arcs = tones.map((tone, index) => {
    const [from, to] = [index * step + gap, (index + 1) * step - gap];
    const large = to - from > Math.PI ? 1 : 0;
    const end = tones.length === 1 ? to - 0.001 : to;
    return svg("path", {
      class: `arc arc-${tone}`,
      d: `M ${point(from)} A ${radius} ${radius} 0 ${large} 1 ${point(end)}`,
    });
  });
  return svg("svg", {
    class: "ring", viewBox: "0 0 64 64", width: size, height: size, role: "img",
    "aria-label": text,
  }, arcs, svg("text", { x: 32, y: 33 }, middle));
}

/** The boxes of the lifecycle of a team: id, label, second line, place. */
const BOXES = [
  ["VALIDATING", "Pending", "validating", 0, 0],
  ["PENDING_ACTIVATION", "Pending", "activation", 1, 0],
  ["ACTIVE", "Active", "", 2, 0],
  ["DELETING", "Deleting", "", 3, 0],
  ["FAILED_VALIDATION", "Inactive", "failed validation", 0, 1],
  ["FAILED_ACTIVATION", "Inactive", "failed activation", 1, 1],
  ["DELETE_PENDING_APPROVAL", "Active", "deletion: approval", 2, 1],
  ["DELETE_FAILED", "Active", "deletion failed", 3, 1],
];
const DRAFT_BOXES = [
  ["VALIDATING", "Draft", "validating", 0, 0],
  ["UPDATE_PENDING_APPROVAL", "Draft", "approval", 1, 0],
  ["UPDATE_PENDING_ACTIVATION", "Draft", "activation", 2, 0],
  ["UPDATE_FAILED", "Draft", "failed", 1, 1],
];
const LINES = [
  ["VALIDATING", "PENDING_ACTIVATION"], ["PENDING_ACTIVATION", "ACTIVE"],
  ["VALIDATING", "FAILED_VALIDATION"], ["PENDING_ACTIVATION", "FAILED_ACTIVATION"],
  ["ACTIVE", "DELETE_PENDING_APPROVAL"], ["DELETE_PENDING_APPROVAL", "DELETE_FAILED"],
  ["DELETE_PENDING_APPROVAL", "DELETING"],
];
const DRAFT_LINES = [
  ["VALIDATING", "UPDATE_PENDING_APPROVAL"],
  ["UPDATE_PENDING_APPROVAL", "UPDATE_PENDING_ACTIVATION"],
  ["UPDATE_PENDING_APPROVAL", "UPDATE_FAILED"],
];
const [WIDTH, HEIGHT, ACROSS, DOWN] = [136, 50, 176, 86];

/** Where a team stands in its lifecycle, with its draft's beside it. */
export function lifecycle(team) {
  const draft = team.pendingUpdate;
  return el("div", { class: "lifecycles" },
    machine(`Lifecycle of the team: ${words(team.status)} ${words(team.statusCode ?? "")}`,
      BOXES, LINES, teamState(team)),
    draft && machine(`Lifecycle of the draft: ${words(draft.statusCode)}`,
      DRAFT_BOXES, DRAFT_LINES, draftState(draft.statusCode)));
}

function teamState({ status, statusCode }) {
  if (statusCode?.startsWith("DELETE_FAILED")) return "DELETE_FAILED";
  if (statusCode && !statusCode.startsWith("UPDATE_")) return statusCode;
  return status;
}

function draftState(statusCode) {
  return statusCode.startsWith("UPDATE_FAILED") ? "UPDATE_FAILED" : statusCode;
}

function machine(text, boxes, lines, present) {
  const place = new Map(boxes.map(([id, , , x, y]) => [id, [4 + x * ACROSS, 4 + y * DOWN]]));
  const columns = 1 + Math.max(...boxes.map((box) => box[3]));
  const [width, height] = [8 + (columns - 1) * ACROSS + WIDTH, 8 + DOWN + HEIGHT];
  return svg("svg", {
    class: "machine", viewBox: `0 0 ${width} ${height}`, width, height, role: "img",
    "aria-label": text,
  }, lines.map(([from, to]) => arrow(place.get(from), place.get(to))),
  boxes.map(([id, label, second]) => box(place.get(id), label, second, id === present)));
}

function arrow([x1, y1], [x2, y2]) {
  const isDown = x1 === x2;
  const up = y2 < y1;
  const from = isDown ? [x1 + WIDTH / 2, y1 + HEIGHT] : [x1 + WIDTH, y1 + HEIGHT / 2];
  const to = isDown ? [x2 + WIDTH / 2, y2] : up ? [x2, y2 + HEIGHT] : [x2, y2 + HEIGHT / 2];
  const head = isDown
    ? `M ${to[0] - 5} ${to[1] - 7} L ${to[0]} ${to[1]} L ${to[0] + 5} ${to[1] - 7}`
    : up ? `M ${to[0] - 9} ${to[1] + 3} L ${to[0]} ${to[1]} L ${to[0] - 2} ${to[1] + 9}`
      : `M ${to[0] - 7} ${to[1] - 5} L ${to[0]} ${to[1]} L ${to[0] - 7} ${to[1] + 5}`;
  return svg("path", { class: "way", d: `M ${from.join(" ")} L ${to.join(" ")} ${head}` });
}

function box([x, y], label, second, isPresent) {
  const middle = x + WIDTH / 2;
  return svg("g", { class: isPresent ? "state is-present" : "state" },
    svg("rect", { x, y, width: WIDTH, height: HEIGHT, rx: 8 }),
    svg("text", { class: "state-name", x: middle, y: y + (second ? 21 : 30) }, label),
    second && svg("text", { class: "state-code", x: middle, y: y + 37 }, second));
}
