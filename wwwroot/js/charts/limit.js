// The limit: a wall of ink with a hatched lip above it.
import { number } from "./format.js";
import { hatch } from "./palette.js";
import { ratio } from "./surface.js";

const lip = 12;

/** Joins windows to `[{ from, to, limit }]`, one per limit; a change is put where an activity names it. `before` draws the first limit back to `from`. */
export function limitSteps(windows, from, to, { events = [], before = false } = {}) {
  const steps = [];
  for (const row of windows) {
    const last = steps.at(-1);
    if (!last) {
      steps.push({ from: row.from, to: row.to, limit: row.backlog_limit });
    } else if (last.limit === row.backlog_limit) {
      last.to = row.to;
    } else {
      const change = events.find(event => event.kind === "changed" && event.at >= row.from && event.at <= row.to);
      last.to = change?.at ?? row.from;
      steps.push({ from: last.to, to: row.to, limit: row.backlog_limit });
    }
  }
  if (before && steps.length > 0) {
    steps[0].from = Math.min(steps[0].from, from);
  }
  return steps.filter(step => step.to > from && step.from < to)
    .map(step => ({ ...step, from: Math.max(step.from, from), to: Math.min(step.to, to) }));
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

/** The step line, and each limit's label right or left above its lip. */
export function drawLimits(surface, steps, labels) {
  const { ctx, box, colours, x, y, top } = surface;
  ctx.strokeStyle = colours.limit;
  ctx.lineWidth = 2;
  ctx.lineJoin = "miter";
  ctx.beginPath();
  let before = null;
  for (const step of steps) {
    if (!step.limit || step.limit > top) {
      before = null;
      continue;
    }
    if (before) {
      ctx.lineTo(x(step.from), y(step.limit));
    } else {
      ctx.moveTo(x(step.from), y(step.limit));
    }
    ctx.lineTo(x(step.to), y(step.limit));
    before = step;
    labels.reserve(x(step.from), y(step.limit) - lip, x(step.to), y(step.limit) + 2);
  }
  ctx.stroke();
  labelLimits(steps, surface, labels);
  if (steps.some(step => step.limit > top)) {
    const highest = steps.findLast(step => step.limit > top);
    labels.put(`limit ${number(highest.limit)} ↑`, [{ x: box.right, y: box.top - 4, align: "right" }], { weight: 600, must: true });
  }
}

function labelLimits(steps, { box, x, y, top }, labels) {
  steps.forEach((step, index) => {
    if (!step.limit || step.limit > top) {
      return;
    }
    const last = index === steps.length - 1;
    const above = y(step.limit) - lip - 4;
    const right = { x: Math.min(x(step.to), box.right), y: above, align: "right" };
    const left = { x: x(step.from), y: above, align: "left" };
    const places = last ? [right, left] : [left, right];
    if (!labels.put(`limit ${number(step.limit)}`, places, { weight: 600, must: last }) && !last) {
      labels.put(number(step.limit), places, { weight: 600 });
    }
  });
}
