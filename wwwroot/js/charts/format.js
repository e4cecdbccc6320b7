// Numbers and UTC times as the console writes them.
import { counted, say } from "../words.js";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const months = say("Months").split(" ");

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export const unknown = "–";

export const number = value => value == null ? unknown : whole.format(value);

/** A lower bound is written with its sign. */
export const bounded = (value, atLeast) => (atLeast ? "≥ " : "") + number(value);

export const records = value => counted(value, "Records", number(value));

const tiers = { kernel: "TierKernel", probe: "TierProbe", sampled: "TierSampled", engine: "TierEngine" };

/** The name of how a peak is known; one that comes later as it is. */
export const tierName = tier => tiers[tier] ? say(tiers[tier]) : tier;

const two = value => String(value).padStart(2, "0");

/** 14:31:07, or with a step below a second 14:31:07.4, and with whole minutes 14:31. */
export function clock(ms, step = second) {
  const at = new Date(ms);
  const text = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  if (step >= minute) {
    return text;
  }
  const seconds = `${text}:${two(at.getUTCSeconds())}`;
  return step >= second ? seconds : `${seconds}.${Math.floor(at.getUTCMilliseconds() / 100)}`;
}

/** 22 Nov, with the year where it is not this one. */
export function date(ms, now = ms) {
  const at = new Date(ms);
  const year = at.getUTCFullYear();
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]}${year === new Date(now).getUTCFullYear() ? "" : ` ${year}`}`;
}

export const dateAndClock = (ms, step = second) => `${date(ms)} ${clock(ms, step)}`;

/** A range; the date is written where the range leaves the day. */
export function range(from, to, step = second) {
  return Math.floor(from / day) === Math.floor((to - 1) / day)
    ? say("RangeTo", clock(from, step), clock(to, step))
    : say("RangeTo", dateAndClock(from, step), dateAndClock(to, step));
}

/** 40 s, 7 min, 3.5 h, 2 d: one unit, never rounded to nothing. */
export function span(ms) {
  if (ms < minute) {
    return `${ms < 10 * second && ms % second ? oneDigit.format(ms / second) : number(Math.max(1, ms / second))} s`;
  }
  if (ms < 2 * hour) {
    return `${number(ms / minute)} min`;
  }
  return ms < 2 * day ? `${oneDigit.format(ms / hour)} h` : `${number(ms / day)} d`;
}

/** Waited time of a window: seconds where the tick is known, else ticks. */
export function waited(row) {
  if (row.wait != null) {
    return row.wait > 0 && row.wait < 0.05 ? `${number(Math.max(1, row.wait * 1000))} ms` : `${oneDigit.format(row.wait)} s`;
  }
  return row.wait_ticks == null ? unknown : say("Ticks", number(row.wait_ticks));
}
