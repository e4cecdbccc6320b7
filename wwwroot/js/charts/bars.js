// Bars whose top edge says how their peak is known, and the part of a bar that is over the limit.
import { hatch } from "./palette.js";
import { ratio } from "./surface.js";

const capHeight = 2;
const slit = 1.2;
const arrowNeeds = 5;
const leastOver = 4;

/** How a column is textured: a lower bound looks sampled, whoever found it. */
export const texture = column => column.bound === "at_least" ? "sampled" : column.tier;

/** Draws columns of `{ from, to, drawn, lowest, bound, tier, over }`. */
export function drawBars(surface, columns) {
  for (const column of columns) {
    const left = Math.max(surface.x(column.from), surface.box.left);
    const right = Math.min(surface.x(column.to), surface.box.right);
    const gap = right - left > 3 ? Math.min(1.2, (right - left) / 4) : 0;
    if (column.drawn > 0 && right > left) {
      drawBar(surface, texture(column), left + gap / 2, Math.max(1, right - left - gap), column.drawn);
      notch(surface, column, left + gap / 2, Math.max(1, right - left - gap));
      drawOver(surface, column, left + gap / 2, Math.max(1, right - left - gap));
    }
  }
}

function drawBar({ ctx, box, colours, y }, kind, left, width, value) {
  const top = Math.min(y(value), box.bottom - 1);
  const height = box.bottom - top;
  ctx.fillStyle = colours.peak;
  switch (kind) {
    case "probe":
      ctx.fillRect(left, top, width, Math.min(capHeight, height));
      ctx.fillRect(left, top + capHeight + slit, width, Math.max(0, height - capHeight - slit));
      break;
    case "sampled":
      ctx.fillStyle = hatch("sampled", ratio());
      ctx.fillRect(left, top, width, height);
      if (width > arrowNeeds) {
        arrow(ctx, left + width / 2, top - 2.5, colours.peak);
      }
      break;
    case "engine":
      ctx.globalAlpha = 0.42;
      ctx.fillRect(left, top, width, height);
      ctx.globalAlpha = 1;
      ctx.fillRect(left, top, width, Math.min(capHeight, height));
      break;
    default:
      ctx.fillRect(left, top, width, height);
  }
}

// Where the lowest of a column's windows peaked.
function notch({ ctx, box, colours, y }, { lowest, drawn }, left, width) {
  if (lowest > 0 && y(lowest) - y(drawn) > 2 * capHeight && box.bottom - y(lowest) > capHeight) {
    ctx.fillStyle = colours.surface;
    ctx.fillRect(left, y(lowest), width, 1);
  }
}

function drawOver({ ctx, colours, y, top }, { over }, left, width) {
  if (over && over.limit < top) {
    const foot = y(over.limit);
    const head = Math.min(y(over.peak), foot - leastOver);
    ctx.fillStyle = colours.crit;
    ctx.fillRect(left - 1, head, width + 2, foot - head);
    if (over.bound === "at_least" && width > arrowNeeds) {
      arrow(ctx, left + width / 2, head - 2.5, colours.crit);
    }
  }
}

function arrow(ctx, middle, foot, colour) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  ctx.moveTo(middle - 2.5, foot);
  ctx.lineTo(middle, foot - 3);
  ctx.lineTo(middle + 2.5, foot);
  ctx.stroke();
}

/** The columns of the time before, shifted onto this axis: a thin line over the bars, with no bar of its own. */
export function drawBefore({ ctx, box, colours, x, y }, columns) {
  ctx.strokeStyle = colours.text3;
  ctx.lineWidth = 1.4;
  ctx.lineJoin = "miter";
  ctx.beginPath();
  let before = null;
  for (const column of columns) {
    const head = Math.min(y(column.drawn), box.bottom);
    if (before && column.from <= before.to && !column.gap) {
      ctx.lineTo(x(column.from), head);
    } else {
      ctx.moveTo(x(column.from), head);
    }
    if (!column.gap) {
      ctx.lineTo(x(column.to), head);
    }
    before = column.gap ? null : column;
  }
  ctx.stroke();
}
