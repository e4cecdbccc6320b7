// The limit: a wall of ink with a hatched lip above it.
import { say } from "../words.js";
import { number } from "./format.js";
import { hatch } from "./palette.js";
import { ratio } from "./surface.js";

const lip = 12;
const labelled = 30;
const dense = 6;

/**
 * Joins windows to `[{ from, to, limit, joined }]`, one per limit; a change is put where an activity names it. Time that nobody watched
 * ends a step, and the next is not `joined` to it. `before` draws the first limit back to `from`.
 */
export function limitSteps(windows, from, to, { events = [], before = false } = {}) {
  const changes = events.filter(event => event.kind === "changed" || event.kind === "configured" || event.kind === "change_reverted");
  const steps = [];
  let last = null;
  for (const row of windows) {
    // A window that is blind for a part of its time has its limit from its end.
    if (row.gap && (row.windows ?? 1) === 1) {
      last = null;
      continue;
    }
    if (!last || row.from > last.to) {
      steps.push(last = { from: row.from, to: row.to, limit: row.backlog_limit, joined: false });
    } else if (last.limit === row.backlog_limit) {
      last.to = row.to;
    } else {
      const change = changes.find(event => event.at >= row.from && event.at <= row.to);
      last.to = change?.at ?? row.from;
      steps.push(last = { from: last.to, to: row.to, limit: row.backlog_limit, joined: true });
    }
  }
  if (before && steps.length > 0) {
    steps[0].from = Math.min(steps[0].from, from);
  }
  return steps.filter(step => step.to > from && step.from < to)
    .map((step, index) => ({ ...step, from: Math.max(step.from, from), to: Math.min(step.to, to), joined: index > 0 && step.joined }));
}

/** The hatched lips; drawn below the data. */
export function drawLips({ ctx, x, y, top }, steps) {
  ctx.fillStyle = hatch("over", ratio());
  for (const { from, to, limit } of steps) {
    if (limit && limit <= top) {
      ctx.fillRect(x(from), y(limit) - lip, x(to) - x(from), lip);
    }
  }
}

/** The step line, and what the limit was: the last one always, others where there is room. */
export function drawLimits(surface, steps, labels) {
  const { ctx, box, colours, x, y, top } = surface;
  const width = step => x(step.to) - x(step.from);
  // Where the limit changes every few pixels, full lines would be one block of ink.
  const line = (room, x1, y1, x2, y2) => {
    ctx.lineWidth = room < dense ? 1 : 2;
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  };
  ctx.strokeStyle = colours.limit;
  ctx.lineJoin = "miter";
  ctx.lineCap = "butt";
  let before = null;
  for (const step of steps) {
    if (!step.limit || step.limit > top) {
      before = null;
      continue;
    }
    if (before && step.joined) {
      const [head, foot] = [Math.min(y(step.limit), y(before.limit)), Math.max(y(step.limit), y(before.limit))];
      line(Math.min(width(step), width(before)), x(step.from), head - 1, x(step.from), foot + 1);
      labels.reserve(x(step.from) - 1, head, x(step.from) + 1, foot);
    }
    line(width(step), x(step.from), y(step.limit), x(step.to), y(step.limit));
    before = step;
    labels.reserve(x(step.from), y(step.limit) - lip, x(step.to), y(step.limit) + 2);
  }
  if (steps.some(step => step.limit > top)) {
    const highest = steps.findLast(step => step.limit > top);
    labels.put(say("LimitAbove", number(highest.limit)), [{ x: box.right, y: box.top - 4, align: "right" }], { weight: 600, must: true });
  }
  labelLimits(steps.filter(step => step.limit && step.limit <= top), surface, labels);
}

function labelLimits(steps, { box, x, y }, labels) {
  const last = steps.at(-1);
  if (!last) {
    return;
  }
  const above = ({ limit }) => y(limit) - lip - 4;
  const right = step => ({ x: Math.min(x(step.to), box.right), y: above(step), align: "right" });
  const left = step => ({ x: x(step.from), y: above(step), align: "left" });
  // Where the lines of other limits are in its way, the last one is named in the corner, at the first height that is free.
  const corners = [10, 26, 42, 58, 74].map(down => ({ x: box.right, y: box.top + down, align: "right" }));
  labels.put(say("LimitLabel", number(last.limit)), [right(last), left(last), { ...right(last), y: y(last.limit) + 15 }, ...corners], { weight: 600, must: true });
  const wide = steps.slice(0, -1).filter(step => x(step.to) - x(step.from) > labelled)
    .toSorted((a, b) => (b.to - b.from) - (a.to - a.from));
  for (const step of wide) {
    const places = [left(step), right(step)];
    if (!labels.put(say("LimitLabel", number(step.limit)), places, { weight: 600 })) {
      labels.put(number(step.limit), places, { weight: 600 });
    }
  }
}
