// Reads what the peak chart draws: windows, what happened, and the windows of the time before, put onto the same axis.
import { get, iso, toEvent, toWindow } from "./api.js";

const mostPoints = 2000;

/** `{ rows, before, events }` of [from, to); `before` is empty unless `compare`. */
export async function readRange(host, { from, to }, compare, signal) {
  const polls = (start, end) => get(host, "polls", { from: iso(start), to: iso(end), points: mostPoints }, signal);
  const span = to - from;
  const [now, before, activity] = await Promise.all([
    polls(from, to),
    compare ? polls(from - span, from) : { polls: [] },
    get(host, "activity", { from: iso(from), to: iso(to) }, signal),
  ]);
  return { rows: now.polls.map(toWindow), before: before.polls.map(row => later(toWindow(row), span)), events: activity.map(toEvent) };
}

const later = (row, by) => ({ ...row, from: row.from + by, to: row.to + by, peakAt: row.peakAt === null ? null : row.peakAt + by });
