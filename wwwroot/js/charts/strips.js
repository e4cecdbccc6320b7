// The strips under the expanded chart: mean with the 99th percentile, lost, and waited time.
import { say } from "../words.js";
import { number, waited } from "./format.js";
import { drawGaps } from "./gaps.js";
import { hairline, text } from "./surface.js";

const title = 30;
const meanHeight = 62;
const rowHeight = 28;
const barHeight = 18;

/** Room that the strips take below the plot's own time axis. */
export const stripsHeight = title + meanHeight + title + 2 * rowHeight + 6;

/** Draws the strips from `start` downwards. */
export function drawStrips(surface, columns, gaps, start) {
  const top = start + title;
  text(surface.ctx, columns.some(column => column.p99 != null) ? say("StripMeanP99") : say("StripMean"), 0, top - 10, { colour: surface.colours.text2, weight: 550 });
  drawMeans(surface, columns, gaps, top, top + meanHeight);
  const rows = top + meanHeight + title;
  text(surface.ctx, say("StripLostWaited"), 0, rows - 10, { colour: surface.colours.text2, weight: 550 });
  drawTotals(surface, columns, gaps, rows + rowHeight - 6, "lost", column => say("StripRecords", number(column.lost)));
  drawTotals(surface, columns, gaps, rows + 2 * rowHeight - 6, "wait", column => say("StripWaited", waited(column)));
}

function drawMeans(surface, columns, gaps, top, bottom) {
  const { ctx, box, colours, x } = surface;
  const highest = Math.max(4, ...columns.map(column => Math.max(column.p99 ?? 0, column.mean ?? 0)));
  const scale = ceiling(highest);
  const y = value => bottom - (bottom - top) * value / scale;
  for (const value of [0, scale / 2, scale]) {
    hairline(ctx, box.left, y(value), box.right, y(value), value ? colours.grid : colours.ctl);
    text(ctx, number(value), box.left - 7, y(value) + 4, { align: "right" });
  }
  drawGaps(surface, gaps, top, bottom);
  const inside = at => Math.max(box.left, Math.min(box.right, at));
  const point = ({ from, to, mean, p99 }) => ({ left: inside(x(from)), right: inside(x(to)), at: inside((x(from) + x(to)) / 2), mean: y(mean), p99: p99 == null ? null : y(p99) });
  for (const run of runs(columns, column => column.mean != null && column.p99 != null)) {
    const points = run.map(point);
    ctx.beginPath();
    trace(ctx, points, "p99");
    trace(ctx, points.toReversed().map(each => ({ ...each, left: each.right, right: each.left })), "mean");
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = colours.mean;
    ctx.fill();
    ctx.globalAlpha = 1;
    line(ctx, points, "p99", colours.mean, 1, [3, 2]);
  }
  for (const run of runs(columns, column => column.mean != null)) {
    line(ctx, run.map(point), "mean", colours.mean, 2, []);
  }
}

function drawTotals(surface, columns, gaps, foot, field, words) {
  const { ctx, box, colours, x } = surface;
  text(ctx, say(field === "wait" ? "StripWait" : "StripLost"), box.left - 7, foot - 3, { align: "right" });
  drawGaps(surface, gaps, foot - barHeight, foot);
  hairline(ctx, box.left, foot, box.right, foot, colours.ctl);
  const value = column => field === "wait" ? column.wait_ticks ?? column.wait ?? 0 : column.lost ?? 0;
  const most = Math.max(...columns.map(value), 0);
  let worst = null;
  for (const column of columns.filter(each => value(each) > 0)) {
    const height = Math.max(4, barHeight * value(column) / most);
    const width = Math.max(3, x(column.to) - x(column.from));
    ctx.fillStyle = colours[field];
    ctx.fillRect(x(column.from), foot - height, width, height);
    worst = worst && value(worst) >= value(column) ? worst : column;
  }
  if (worst) {
    const left = x(worst.from) - box.left > 190;
    text(ctx, words(worst), left ? x(worst.from) - 8 : x(worst.to) + 8, foot - 5, { colour: colours.text, weight: 550, align: left ? "right" : "left", halo: true });
  }
}

// Only what follows on without a break is joined: not over a column that does not know the figure, nor over time that nobody watched.
function runs(columns, known) {
  const found = [];
  let before = null;
  for (const column of columns) {
    if (!known(column) || column.gap) {
      before = null;
      continue;
    }
    if (before && column.from <= before.to) {
      found.at(-1).push(column);
    } else {
      found.push([column]);
    }
    before = column;
  }
  return found;
}

function line(ctx, points, field, colour, width, dash) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  trace(ctx, points, field);
  ctx.stroke();
  ctx.setLineDash([]);
}

// Through the columns' middles, from the first one's edge to the last one's.
function trace(ctx, points, field) {
  ctx.lineTo(points[0].left, points[0][field]);
  points.forEach(point => ctx.lineTo(point.at, point[field]));
  ctx.lineTo(points.at(-1).right, points.at(-1)[field]);
}

function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 10].map(factor => factor * power).find(step => step >= value) ?? 10 * power;
}
