// The lane above the plot: what happened, as glyphs with a dotted line down to their time.
import { say } from "../words.js";
import { number } from "./format.js";
import { text } from "./surface.js";

const apart = 15;
const mostTogether = 4;
const lane = 12;
const longestNote = 18;

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
  alert(ctx, { surface, text: ink }) {
    ctx.beginPath();
    ctx.moveTo(0, -6.5);
    ctx.lineTo(6.8, 5.5);
    ctx.lineTo(-6.8, 5.5);
    ctx.closePath();
    outline(ctx, surface, ink);
    strokes(ctx, ink, 1.3, [[0, -2.6], [0, 1.2]], [[0, 3.2], [0, 3.6]]);
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
  started: ["started", "EventStarted"],
  baseline_reset: ["baseline", "EventBaselineReset"],
  source_reset: ["cleared", "EventMarkCleared"],
  cleared_elsewhere: ["cleared", "EventClearedElsewhere"],
  lost_reset: ["baseline", "EventLostReset"],
  wait_reset: ["baseline", "EventWaitReset"],
  changed: ["changed", "EventChanged"],
  configured: ["changed", "EventChanged"],
  change_confirmed: ["note", "EventConfirmed"],
  change_reverted: ["changed", "EventTakenBack"],
  access: ["note", "EventAccess"],
  clear_interrupted: ["note", "EventClearInterrupted"],
  history_trouble: ["note", "EventHistoryTrouble"],
  tier_changed: ["changed", "EventKnownOtherwise"],
  stream_left: ["note", "EventRecordsLeft"],
  alert: ["alert", "EventAlert"],
  note: ["note", "EventNote"],
  lost: ["lost", "EventLost"],
};

export const glyphOf = event => kinds[event.kind]?.[0] ?? "note";

function labelOf(event) {
  if (event.kind === "lost") {
    return say("LostCount", number(event.value));
  }
  if (event.kind === "note" && event.text) {
    return event.text.length > longestNote ? `${event.text.slice(0, longestNote - 1).trimEnd()}…` : event.text;
  }
  return event.kind === "changed" && event.actor && event.actor !== "console" ? say("EventBy", event.actor) : kinds[event.kind] ? say(kinds[event.kind][1]) : event.kind;
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
        runs.push({ kind: "lost", at: column.peakAt ?? (column.from + column.to) / 2, value: column.lost });
      }
    }
    before = column;
  }
  return runs;
}

const badgeWidth = count => 14 + 7 * String(count).length;

/**
 * `[{ at, x, events }]`, `at` the true place and `x` where the glyph stands: those nearer than 15 px stand side by side, more than four that
 * touch become one, and none overlaps another or leaves [left, right].
 */
export function layOut(events, x, left, right) {
  const groups = [];
  for (const event of events.toSorted((a, b) => a.at - b.at)) {
    groups.push(settled([event], x, left, right));
    while (groups.length > 1 && groups.at(-2).left + groups.at(-2).width > groups.at(-1).left) {
      const later = groups.pop();
      groups.push(settled([...groups.pop().events, ...later.events], x, left, right));
    }
  }
  return groups.flatMap(group => group.events.length > mostTogether ? [{ at: x(group.events[0].at), x: group.left + group.width / 2, events: group.events }]
    : group.events.map((event, index) => ({ at: x(event.at), x: group.left + apart * (index + 0.5), events: [event] })));
}

function settled(events, x, left, right) {
  const together = events.length <= mostTogether;
  const width = together ? events.length * apart : badgeWidth(events.length);
  const wanted = together ? x(events[0].at) - apart / 2 : (x(events[0].at) + x(events.at(-1).at) - width) / 2;
  return { events, width, left: Math.max(left, Math.min(wanted, right - width)) };
}

/** Draws the lane; labels are written where there is room and `worded` allows it. Answers the glyphs as they stand. */
export function drawGlyphs({ ctx, box, colours, x }, events, { worded, foot = box.bottom, reserved = 0 }) {
  const glyphs = layOut(events, x, box.left, box.right);
  ctx.strokeStyle = colours.text2;
  ctx.lineWidth = 1;
  for (const glyph of glyphs) {
    ctx.setLineDash([2, 3]);
    for (const at of new Set(glyph.events.map(event => Math.round(x(event.at))))) {
      ctx.beginPath();
      ctx.moveTo(glyph.x, lane + 8);
      ctx.lineTo(at, lane + 12);
      ctx.lineTo(at, foot);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }
  let occupied = box.left + reserved;
  glyphs.forEach((glyph, index) => {
    if (glyph.events.length > 1) {
      badge(ctx, colours, glyph);
      occupied = glyph.end = glyph.x + badgeWidth(glyph.events.length) / 2;
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
  return glyphs;
}

function badge(ctx, colours, { x, events }) {
  const words = String(events.length);
  const half = badgeWidth(events.length) / 2 - 1;
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
