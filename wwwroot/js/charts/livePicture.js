// What the live chart draws below and above its line.
import { say } from "../words.js";
import { agoTicks, drawFrame, timeTicks, yTicks } from "./frame.js";
import { number } from "./format.js";
import { drawLimits, drawLips } from "./limit.js";
import { drawGaps, labelGaps } from "./gaps.js";
import { clipped, labels } from "./surface.js";

const capWidth = 2.2;

/** `state()` answers samples, windows, latest, mark, limit, tier, absolute, fit and the time pointed at. */
export function livePicture(state) {
  const steps = (surface, limit) => limit ? [{ from: surface.from, to: surface.to, limit }] : [];
  const seen = ({ from, to }, windows) => windows.filter(row => row.to > from && row.from < to);

  function under(surface) {
    const { windows, latest, limit, absolute, fit, at } = state();
    const { ctx, box, colours, from, to, top, x, y } = surface;
    drawFrame(surface, {
      ticks: yTicks(limit, top, fit),
      times: absolute ? timeTicks(from, to, box.width) : agoTicks(from, to, box.width),
    });
    drawLips(surface, steps(surface, limit));
    clipped(surface, () => {
      drawGaps(surface, seen(surface, windows).filter(row => row.gap));
      for (const row of seen(surface, windows)) {
        const left = x(row.from) + 1;
        const width = Math.max(1, x(row.to) - x(row.from) - 2);
        const pointed = at !== null && at >= row.from && at < row.to;
        ctx.globalAlpha = pointed ? 0.16 : 0.07;
        ctx.fillStyle = colours.peak;
        ctx.fillRect(left, y(row.peak), width, box.bottom - y(row.peak));
        ctx.globalAlpha = 1;
        cap(surface, row, left, width, limit);
      }
      const open = windows.at(-1)?.to;
      if (latest?.openPeak != null && open < latest.at && open < to) {
        ctx.globalAlpha = 0.45;
        cap(surface, { peak: latest.openPeak }, x(open) + 1, Math.max(1, x(Math.min(latest.at, to)) - x(open) - 2), limit);
        ctx.globalAlpha = 1;
      }
    });
  }

  function cap({ ctx, colours, y }, row, left, width, limit) {
    ctx.fillStyle = limit && row.peak > limit ? colours.crit : colours.peak;
    const height = limit && row.peak > limit ? capWidth + 2 : capWidth;
    ctx.fillRect(left, y(row.peak) - height / 2, width, height);
    if (row.bound === "at_least" && width > 7) {
      ctx.strokeStyle = ctx.fillStyle;
      ctx.lineWidth = 1.2;
      ctx.beginPath();
      ctx.moveTo(left + width / 2 - 3, y(row.peak) - 3);
      ctx.lineTo(left + width / 2, y(row.peak) - 6);
      ctx.lineTo(left + width / 2 + 3, y(row.peak) - 3);
      ctx.stroke();
    }
  }

  function over(surface) {
    const { samples, windows, mark, limit, tier, at } = state();
    const { ctx, box, colours, from, to, x, y } = surface;
    const place = labels(surface);
    drawLimits(surface, steps(surface, limit), place);
    drawMark(surface, mark, tier, place);
    const row = mostTelling(seen(surface, windows).filter(window => window.from >= from && window.to <= to));
    if (row) {
      const middle = (x(row.from) + x(row.to)) / 2;
      const align = middle - box.left < 90 ? "left" : box.right - middle < 90 ? "right" : "center";
      const side = align === "left" ? x(row.from) + 2 : align === "right" ? x(row.to) - 2 : middle;
      const rise = row.bound === "at_least" ? 10 : 6;
      place.put(words(row), [{ x: side, y: y(row.peak) - rise, align }, { x: x(row.from) + 2, y: y(row.peak) - rise }, { x: x(row.to) - 2, y: y(row.peak) - rise, align: "right" },
        { x: side, y: y(row.peak) + 16, align }, { x: side, y: y(row.peak) - 24, align }]);
    }
    labelGaps(surface, seen(surface, windows).filter(window => window.gap), place);
    const end = samples.last === null ? null : samples.nearest(samples.last);
    if (end && end.at <= to && end.at >= from) {
      dot(surface, x(end.at), y(end.backlog));
    }
    const pointed = at === null ? null : samples.nearest(at);
    if (pointed && pointed.at >= from && pointed.at <= to) {
      ctx.fillStyle = colours.text3;
      ctx.fillRect(x(pointed.at) - 0.5, box.top, 1, box.height);
      dot(surface, x(pointed.at), y(pointed.backlog));
    }
  }

  function drawMark({ ctx, box, colours, top, y }, mark, tier, place) {
    if (mark == null) {
      return;
    }
    const words = say(tier === "sampled" ? "MarkLabelAtLeast" : "MarkLabel", number(mark));
    if (mark > top) {
      place.put(`${words} ↑`, [{ x: box.left + 6, y: box.top - 4 }, { x: box.left + 6, y: box.top + 12 }], { colour: colours.mark, weight: 600 });
      return;
    }
    ctx.strokeStyle = colours.mark;
    ctx.lineWidth = 1.6;
    ctx.setLineDash([6, 4]);
    ctx.beginPath();
    ctx.moveTo(box.left, y(mark));
    ctx.lineTo(box.right, y(mark));
    ctx.stroke();
    ctx.setLineDash([]);
    place.reserve(box.left, y(mark) - 2, box.right, y(mark) + 2);
    const left = box.left + 6;
    place.put(words, [{ x: left, y: y(mark) - 7 }, { x: left, y: y(mark) + 15 }, { x: left, y: y(mark) - 21 }], { colour: colours.mark, weight: 600, must: true });
  }

  function dot({ ctx, colours }, x, y) {
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
    ctx.fillStyle = colours.backlog;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = colours.surface;
    ctx.stroke();
  }

  return { under, over };
}

/** The window whose peak the samples missed by most; where they missed none, the highest. */
export function mostTelling(windows) {
  const missed = row => row.saw == null ? 0 : row.peak - row.saw;
  return windows.reduce((best, row) => {
    const better = best === null || missed(row) > missed(best) || (missed(row) === missed(best) && row.peak > best.peak);
    return better ? row : best;
  }, null);
}

function words(row) {
  const peak = row.bound === "at_least" ? say("AtLeast", number(row.peak)) : say("Peak", number(row.peak));
  return row.saw != null && row.saw < row.peak ? say("PeakSaw", peak, number(row.saw)) : peak;
}
