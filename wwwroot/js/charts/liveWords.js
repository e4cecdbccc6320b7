// What the live chart says in words: its sentence and its readout.
import { bounded, clock, number, range, records } from "./format.js";

/** One sentence after the other, for people who do not see the picture. */
export function sentence({ samples, windows, mark, limit, tier, seconds, zoomed, paused }, { from, to }) {
  const peak = windows.filter(row => row.to > from && row.from < to)
    .reduce((best, row) => !best || row.peak > best.peak ? row : best, null);
  const shown = zoomed ? range(from, to) : `last ${seconds === 300 ? "5 minutes" : `${seconds} seconds`}`;
  return [
    `Backlog, ${shown}${paused ? ", paused" : ""}.`,
    samples.last === null ? "No sample yet." : `Now ${records(samples.nearest(samples.last)?.backlog)}.`,
    peak ? `Highest peak ${peak.bound === "at_least" ? "at least " : ""}${number(peak.peak)}.` : "",
    mark == null ? "" : `High-water mark ${tier === "sampled" ? "at least " : ""}${number(mark)}.`,
    limit == null ? "" : limit ? `Limit ${number(limit)}.` : "No limit.",
  ].filter(Boolean).join(" ");
}

/** `[[name, value]]` at a time. */
export function readout({ samples, windows }, at) {
  const row = windows.find(window => at >= window.from && at < window.to);
  return [
    ["at", clock(at, 100)],
    ["backlog", number(samples.nearest(at)?.backlog)],
    ["peak of its window", row ? bounded(row.peak, row.bound === "at_least") : "still open"],
    ["samples saw", number(row?.saw)],
  ];
}
