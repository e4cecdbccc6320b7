// Scales and axes: y from 0 with the limit inside, x in UTC or in seconds before now.
import { say } from "../words.js";
import { clock, date, day, hour, minute, number, second } from "./format.js";
import { hairline, text } from "./surface.js";

const steps = [
  second / 5, second / 2, second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second,
  minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
  hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day, 182 * day, 364 * day,
];

/** Room around the plot: the lane above for labels and glyphs, axis labels left and below. */
export const padding = { top: 26, right: 2, bottom: 20 };

/** Width of the y axis: the widest label that the scale can show. */
export const axisWidth = top => Math.max(44, 9 + 6.8 * number(top).length);

/** Upper end of the y scale: 110 % of the limit, more where the data goes further, and the data alone when fitted to it. */
export function topOf(limit, highest, fit) {
  return fit || !limit ? Math.max(4, highest * 1.15) : Math.max(limit * 1.1, highest * 1.06);
}

/** Ticks at quarters of the limit, or at round numbers where there is none. */
export function yTicks(limit, top, fit) {
  if (fit || !limit) {
    return multiples(roundStep(top / 5), top);
  }
  let step = limit / 4;
  while (top / step > 8) {
    step *= 2;
  }
  return [...new Set(multiples(step, top).map(Math.round))];
}

function multiples(step, top) {
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, index) => index * step);
}

function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= least) ?? 10 * power;
}

/** `[{ at, words, bold }]` in UTC, at least `room` pixels apart. */
export function timeTicks(from, to, width, room = 64) {
  const most = Math.max(1, Math.floor(width / room));
  const step = steps.find(candidate => (to - from) / candidate <= most) ?? steps.at(-1);
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const midnight = at % day === 0;
    ticks.push({ at, words: midnight ? date(at, to) : clock(at, step), bold: midnight });
  }
  return ticks;
}

/** `[{ at, words }]` as time before `to`: −60 s … now. */
export function agoTicks(from, to, width) {
  const length = to - from;
  const unit = length > 2 * minute ? minute : second;
  const step = [5 * second, 10 * second, 20 * second, 30 * second, minute, 2 * minute].find(candidate => length / candidate * 60 <= width) ?? 2 * minute;
  const ticks = [];
  for (let ago = Math.floor(length / step) * step; ago >= 0; ago -= step) {
    ticks.push({ at: to - ago, words: ago ? `−${ago / unit} ${unit === minute ? "min" : "s"}` : say("Now") });
  }
  return ticks;
}

/** Hairlines, the y axis with its unit, and the x axis. */
export function drawFrame({ ctx, box, colours, x, y }, { ticks, times, unit = say("AxisUnit"), unitAt = 10 }) {
  for (const value of ticks) {
    hairline(ctx, box.left, y(value), box.right, y(value), value ? colours.grid : colours.ctl);
    text(ctx, number(value), box.left - 7, y(value) + 4, { align: "right" });
  }
  text(ctx, unit, 0, unitAt);
  drawTimes({ ctx, box, colours, x }, times, box.bottom + 17);
}

export function drawTimes({ ctx, box, colours, x }, times, baseline) {
  for (const { at, words, bold } of times) {
    const middle = x(at);
    const half = ctx.measureText(words).width / 2 + 2;
    const align = middle - half < box.left - 8 ? "left" : middle + half > box.right + 2 ? "right" : "center";
    text(ctx, words, align === "left" ? Math.max(middle, box.left) : align === "right" ? box.right : middle, baseline,
      bold ? { align, colour: colours.text, weight: 600 } : { align });
  }
}
