// The strips under the expanded chart: mean with the 99th percentile, lost, and waited time.
import { number, waited } from "./format.js";
import { drawGaps } from "./gaps.js";
import { hairline, text } from "./surface.js";

const title = 30;
const meanHeight = 62;
const rowHeight = 28;
const barHeight = 18;

/** Room that the strips take below the plot's own time axis. */
export const stripsHeight = title + meanHeight + title + 2 * rowHeight + 6;

/** Draws the strips from `start` downwards; `highlight` is the column pointed at. */
export function drawStrips(surface, columns, gaps, start, highlight) {
  const top = start + title;
  text(surface.ctx, "Backlog: mean (solid) and 99th percentile (dashed)", 0, top - 10, { colour: surface.colours.text2, weight: 550 });
  drawMeans(surface, columns, gaps, top, top + meanHeight, highlight);
  const rows = top + meanHeight + title;
  text(surface.ctx, "Lost and waited", 0, rows - 10, { colour: surface.colours.text2, weight: 550 });
  drawTotals(surface, columns, gaps, rows + rowHeight - 6, highlight, "lost", column => `${number(column.lost)} records`);
  drawTotals(surface, columns, gaps, rows + 2 * rowHeight - 6, highlight, "wait", column => `${waited(column)}, summed over tasks`);
}

function drawMeans(surface, columns, gaps, top, bottom, highlight) {
  const { ctx, box, colours, x } = surface;
  const highest = Math.max(4, ...columns.map(column => Math.max(column.p99 ?? 0, column.mean ?? 0)));
  const scale = ceiling(highest);
  const y = value => bottom - (bottom - top) * value / scale;
  for (const value of [0, scale / 2, scale]) {
    hairline(ctx, box.left, y(value), box.right, y(value), value ? colours.grid : colours.ctl);
    text(ctx, number(value), box.left - 7, y(value) + 4, { align: "right" });
  }
  drawGaps(surface, gaps, top, bottom);
  shade(surface, highlight, top, bottom);
  for (const run of runs(columns)) {
    const points = run.map(column => ({ at: (x(column.from) + x(column.to)) / 2, mean: y(column.mean), p99: y(column.p99 ?? column.mean) }));
    ctx.beginPath();
    points.forEach(point => ctx.lineTo(point.at, point.p99));
    points.toReversed().forEach(point => ctx.lineTo(point.at, point.mean));
    ctx.globalAlpha = 0.16;
    ctx.fillStyle = colours.mean;
    ctx.fill();
    ctx.globalAlpha = 1;
    line(ctx, points, "p99", colours.mean, 1, [3, 2]);
    line(ctx, points, "mean", colours.mean, 2, []);
  }
}

function drawTotals(surface, columns, gaps, foot, highlight, field, words) {
  const { ctx, box, colours, x } = surface;
  text(ctx, field, box.left - 7, foot - 3, { align: "right" });
  drawGaps(surface, gaps, foot - barHeight, foot);
  shade(surface, highlight, foot - barHeight, foot);
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

/** The column pointed at, over the full height. */
export function shade({ ctx, colours, x, box }, column, top, bottom) {
  if (column) {
    ctx.globalAlpha = 0.07;
    ctx.fillStyle = colours.text;
    const left = Math.max(box.left, x(column.from));
    ctx.fillRect(left, top, Math.max(2, Math.min(box.right, x(column.to)) - left), bottom - top);
    ctx.globalAlpha = 1;
  }
}

// A column without a mean, and time without a column, break the line.
function runs(columns) {
  const found = [];
  let before = null;
  for (const column of columns) {
    if (column.mean == null) {
      before = null;
      continue;
    }
    if (before && column.from - before.to <= column.to - column.from) {
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
  points.forEach(point => ctx.lineTo(point.at, point[field]));
  ctx.stroke();
  ctx.setLineDash([]);
}

function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 10].map(factor => factor * power).find(step => step >= value) ?? 10 * power;
}
