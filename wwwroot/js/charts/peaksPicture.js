// What the peak chart draws: gaps, bars, limit, what happened, the highest bar's label, and the strips.
import { say } from "../words.js";
import { clock, date, day, number, tierName } from "./format.js";
import { drawBars, drawBefore } from "./bars.js";
import { drawFrame, drawTimes, padding, timeTicks, yTicks } from "./frame.js";
import { drawGaps, labelGaps, unwatched } from "./gaps.js";
import { drawGlyphs, losses } from "./glyphs.js";
import { drawLimits, drawLips, limitSteps } from "./limit.js";
import { drawStrips, stripsHeight } from "./strips.js";
import { clipped, labels } from "./surface.js";

/** `state()` answers rows, columns, events, limit, fit, expanded, following, and the columns of the time before; `flagged(glyphs)` is told after each picture. */
export function peaksPicture(state, flagged) {
  function under(surface) {
    const { rows, columns, beforeColumns, events, limit, fit, expanded, following } = state();
    const { box, from, to, top } = surface;
    const times = timeTicks(from, to, box.width);
    drawFrame(surface, { ticks: yTicks(limit, top, fit), times });
    drawLips(surface, limitSteps(rows, from, to, { events, before: following }));
    const gaps = unwatched(rows, from, to);
    clipped(surface, () => {
      drawGaps(surface, gaps);
      drawBars(surface, columns);
      drawBefore(surface, beforeColumns);
    });
    if (expanded) {
      const start = box.bottom + padding.bottom;
      drawStrips(surface, columns, gaps, start);
      drawTimes(surface, times, start + stripsHeight + 10);
    }
  }

  function over(surface) {
    const { rows, columns, events, expanded, following } = state();
    const { box, from, to } = surface;
    const place = labels(surface);
    const steps = limitSteps(rows, from, to, { events, before: following });
    const shown = [...events.filter(event => event.at >= from && event.at <= to), ...losses(columns)];
    const glyphs = drawGlyphs(surface, shown, { worded: box.width >= (expanded ? 700 : 420) });
    glyphs.forEach(glyph => place.reserve(glyph.x - 8, 0, glyph.x + 8, box.top - 2));
    drawLimits(surface, steps, place);
    labelHighest(surface, columns, place);
    labelGaps(surface, unwatched(rows, from, to), place);
    labelTiers(surface, columns, place);
    flagged(glyphs, surface);
  }

  function labelHighest({ x, y, box, from, to }, columns, place) {
    const best = highest(columns);
    if (!best || best.drawn === 0) {
      return;
    }
    const middle = (x(best.from) + x(best.to)) / 2;
    const at = best.peakAt ?? best.from;
    const when = to - from > day ? `${date(at)} ${clock(at)}` : clock(at);
    const words = say(best.bound === "at_least" ? "PeakAtLeastAt" : "PeakAt", number(best.drawn), when);
    const top = Math.max(box.top + 4, y(best.drawn));
    const right = { x: Math.max(middle, x(best.to)) + 6, y: top + 5, align: "left" };
    const left = { x: Math.min(middle, x(best.from)) - 6, y: top + 5, align: "right" };
    place.put(words, [right, left, { ...right, y: top + 20 }, { ...left, y: top + 20 }, { x: middle, y: top - 8, align: "center" }], { must: true });
  }

  // Where the way of knowing changes, both sides say what theirs is.
  function labelTiers({ ctx, box, x }, columns, place) {
    if (box.width < 700) {
      return;
    }
    let before = null;
    for (const column of columns) {
      if (before && before.tier !== column.tier) {
        const y = box.top + 12;
        place.put(meaning(before.tier), [{ x: x(before.to) - 8, y, align: "right" }], { weight: 400 });
        place.put(meaning(column.tier), [{ x: x(column.from) + 8, y }], { weight: 400 });
      }
      before = column;
    }
  }

  return { under, over };
}

const meaning = tier => tier === "sampled" ? say("MeaningSampled") : say("MeaningExact", tierName(tier));

/** The column that is drawn highest; of equals the newest. */
export function highest(columns) {
  return columns.reduce((best, column) => best && best.drawn > column.drawn ? best : column, null);
}
