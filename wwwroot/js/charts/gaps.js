// Time that nobody watched: a grey back-hatch over the full height.
import { say } from "../words.js";
import { span } from "./format.js";
import { hatch } from "./palette.js";
import { ratio } from "./surface.js";

/** Rows of [from, to) that nobody watched throughout, and the time between two rows that no row covers. */
export function unwatched(rows, from, to) {
  const found = [];
  let before = null;
  for (const row of rows) {
    if (row.to > from && row.from < to) {
      if (before && row.from > before.to) {
        found.push({ from: before.to, to: row.from, blind_ms: row.from - before.to, gap: true });
      }
      if (row.gap) {
        found.push(row);
      }
    }
    before = row;
  }
  return found;
}

/** Joins windows that touch to `[{ from, to, blind }]`, blind in milliseconds. */
export function gapsOf(rows) {
  const gaps = [];
  for (const row of rows) {
    const last = gaps.at(-1);
    if (last && row.from <= last.to) {
      last.to = Math.max(last.to, row.to);
      last.blind += row.unwatched_ms ?? row.blind_ms ?? 0;
    } else {
      gaps.push({ from: row.from, to: row.to, blind: row.unwatched_ms ?? row.blind_ms ?? 0 });
    }
  }
  return gaps;
}

/** Hatches the rows' time from `above` over the plot down to its foot, or to `bottom`. */
export function drawGaps({ ctx, box, x }, rows, topEdge = box.top - 4, bottom = box.bottom) {
  ctx.fillStyle = hatch("gap", ratio());
  for (const { from, to } of gapsOf(rows)) {
    const left = Math.max(x(from), box.left);
    ctx.fillRect(left, topEdge, Math.max(2, Math.min(x(to), box.right) - left), bottom - topEdge);
  }
}

/** Says how long, inside the gap where it is wide enough, else beside it. */
export function labelGaps({ box, x }, rows, labels) {
  for (const { from, to, blind } of gapsOf(rows)) {
    const left = Math.max(x(from), box.left);
    const right = Math.min(x(to), box.right);
    const beside = [12, 28, 44].map(down => box.top + down).flatMap(y => [{ x: right + 5, y }, { x: left - 5, y, align: "right" }]);
    const inside = { x: (left + right) / 2, y: box.top + 12, align: "center" };
    labels.put(say("NotWatched", span(blind || to - from)), right - left > 120 ? [inside] : beside, { weight: 400 });
  }
}
