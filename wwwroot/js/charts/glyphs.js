// The lane above the plot: what happened, as glyphs with a dotted line down to their time.
import { number } from "./format.js";
import { text } from "./surface.js";

const apart = 15;
const mostTogether = 4;
const lane = 12;

const shapes = {
  baseline(ctx, { surface, text: ink }) {
    diamond(ctx, 6);
    outline(ctx, surface, ink);
  },
  cleared(ctx, { text: ink }) {
    diamond(ctx, 6.5);
    ctx.fillStyle = ink;
    ctx.fill();
  },
  changed(ctx, { surface, text: ink }) {
    ctx.beginPath();
    ctx.roundRect(-6, -6, 12, 12, 2);
    ctx.fillStyle = ink;
    ctx.fill();
    strokes(ctx, surface, 1.1, [[-2, 3], [-2, -3]], [[-3.8, -1.2], [-2, -3], [-0.2, -1.2]], [[2.4, -3], [2.4, 3]], [[0.6, 1.2], [2.4, 3], [4.2, 1.2]]);
  },
  started(ctx, { surface, text: ink }) {
    disc(ctx, 6.2);
    outline(ctx, surface, ink);
    ctx.lineWidth = 1.2;
    ctx.beginPath();
    ctx.arc(0, 0, 3, -0.55, 0.3, true);
    ctx.stroke();
    strokes(ctx, ink, 1.2, [[3, -3.2], [3, -1.2], [1, -1.2]]);
  },
  note(ctx, { surface, text: ink }) {
    ctx.beginPath();
    ctx.moveTo(-5, -6);
    for (const [x, y] of [[5, -6], [5, 3], [2, 6], [-5, 6]]) {
      ctx.lineTo(x, y);
    }
    ctx.closePath();
    outline(ctx, surface, ink);
    strokes(ctx, ink, 1.1, [[-2.4, -2.5], [2.6, -2.5]], [[-2.4, 0.5], [2, 0.5]]);
  },
  lost(ctx, { surface, crit }) {
    disc(ctx, 6.2);
    ctx.fillStyle = crit;
    ctx.fill();
    strokes(ctx, surface, 1.6, [[-2.4, -2.4], [2.4, 2.4]], [[2.4, -2.4], [-2.4, 2.4]]);
  },
};

/** Glyph and short label of each kind of activity; kinds that come later are notes. */
const kinds = {
  started: ["started", "started"],
  baseline_reset: ["baseline", "baseline reset"],
  source_reset: ["cleared", "mark cleared"],
  cleared_elsewhere: ["cleared", "cleared elsewhere"],
  lost_reset: ["baseline", "lost reset"],
  wait_reset: ["baseline", "wait reset"],
  changed: ["changed", "changed"],
  clear_interrupted: ["note", "clear interrupted"],
  history_trouble: ["note", "history trouble"],
  lost: ["lost", "lost"],
};

export const glyphOf = event => kinds[event.kind]?.[0] ?? "note";

function labelOf(event) {
  if (event.kind === "lost") {
    return `${number(event.value)} lost`;
  }
  return event.kind === "changed" && event.actor && event.actor !== "console" ? `by ${event.actor}` : kinds[event.kind]?.[1] ?? event.kind;
}

/** One event per run of columns that lost records. */
export function losses(columns) {
  const runs = [];
  let before = null;
  for (const column of columns) {
    if (column.lost > 0) {
      if (before?.lost > 0) {
        runs.at(-1).value += column.lost;
      } else {
        runs.push({ kind: "lost", at: column.peakAt ?? (column.from + column.to) / 2, value: column.lost, text: "" });
      }
    }
    before = column;
  }
  return runs;
}

/** `[{ true: x, x, events }]`: glyphs nearer than 15 px move right, more than four that touch become one. */
export function layOut(events, x) {
  const runs = [];
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    const at = x(event.at);
    const run = runs.at(-1);
    if (run && at < run.at(-1).x + apart) {
      run.push({ at, x: run.at(-1).x + apart, events: [event] });
    } else {
      runs.push([{ at, x: at, events: [event] }]);
    }
  }
  return runs.flatMap(run => run.length <= mostTogether ? run
    : [{ at: run[0].at, x: (run[0].at + run.at(-1).at) / 2, events: run.flatMap(glyph => glyph.events) }]);
}

function keptInside(glyphs, left, right) {
  let bound = right;
  for (const glyph of glyphs.toReversed()) {
    glyph.x = Math.max(left, Math.min(glyph.x, bound));
    bound = glyph.x - apart;
  }
  return glyphs;
}

/** Draws the lane; labels are written where there is room and `worded` allows it. */
export function drawGlyphs({ ctx, box, colours, x }, events, { worded, foot = box.bottom, reserved = 0 }) {
  const glyphs = keptInside(layOut(events, x), box.left + 7, box.right - 7);
  ctx.strokeStyle = colours.text2;
  ctx.lineWidth = 1;
  for (const glyph of glyphs) {
    ctx.setLineDash([2, 3]);
    for (const { at } of glyph.events.length > mostTogether ? glyph.events : [glyph.events[0]]) {
      ctx.beginPath();
      ctx.moveTo(glyph.x, lane + 8);
      ctx.lineTo(x(at), lane + 12);
      ctx.lineTo(x(at), foot);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }
  let occupied = box.left + reserved;
  glyphs.forEach((glyph, index) => {
    if (glyph.events.length > 1) {
      badge(ctx, colours, glyph);
      occupied = glyph.x + 12;
      return;
    }
    ctx.save();
    ctx.translate(glyph.x, lane);
    shapes[glyphOf(glyph.events[0])](ctx, colours);
    ctx.restore();
    const words = labelOf(glyph.events[0]);
    ctx.font = '550 11px "Inter Variable", system-ui, sans-serif';
    const width = ctx.measureText(words).width + 14;
    const free = index + 1 < glyphs.length ? glyphs[index + 1].x - 13 : box.right + 2;
    const start = glyph.x - 9;
    occupied = Math.max(occupied, glyph.x + 8);
    if (worded && glyph.x + width <= free) {
      text(ctx, words, glyph.x + 11, lane + 4, { colour: colours.text, weight: 550, halo: true });
      occupied = glyph.x + width;
    } else if (worded && (index > 0 ? glyphs[index - 1].end ?? glyphs[index - 1].x + 9 : box.left) + width < start) {
      text(ctx, words, glyph.x - 11, lane + 4, { colour: colours.text, weight: 550, align: "right", halo: true });
    }
    glyph.end = occupied;
  });
  return glyphs.length;
}

function badge(ctx, colours, { x, events }) {
  const words = String(events.length);
  const half = 6 + 3.5 * words.length;
  ctx.beginPath();
  ctx.roundRect(x - half, lane - 7, 2 * half, 14, 7);
  ctx.fillStyle = colours.text;
  ctx.fill();
  text(ctx, words, x, lane + 4, { colour: colours.surface, weight: 600, align: "center" });
}

function diamond(ctx, r) {
  ctx.beginPath();
  ctx.moveTo(0, -r);
  ctx.lineTo(r, 0);
  ctx.lineTo(0, r);
  ctx.lineTo(-r, 0);
  ctx.closePath();
}

function disc(ctx, r) {
  ctx.beginPath();
  ctx.arc(0, 0, r, 0, 2 * Math.PI);
}

function outline(ctx, fill, ink) {
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

function strokes(ctx, colour, width, ...lines) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  for (const [start, ...rest] of lines) {
    ctx.moveTo(...start);
    rest.forEach(point => ctx.lineTo(...point));
  }
  ctx.stroke();
}
