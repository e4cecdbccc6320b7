// What the peak chart says in words: its sentence, its readout, and which entries of the legend it needs.
import { texture } from "./bars.js";
import { bounded, clock, minute, number, range, second, unknown, waited } from "./format.js";
import { gapsOf } from "./gaps.js";
import { glyphOf } from "./glyphs.js";
import { highest } from "./peaksPicture.js";
import { happened } from "./table.js";

const gapsIn = (rows, { from, to }) => rows.filter(row => row.gap && row.to > from && row.from < to);

/** One sentence after the other, for people who do not see the picture. */
export function sentence({ rows, columns, limit }, extent) {
  const title = `Peaks from ${range(extent.from, extent.to)} UTC.`;
  const best = highest(columns);
  if (!best) {
    return `${title} No window in this range.`;
  }
  const over = columns.filter(column => column.over).length;
  const lost = columns.reduce((total, column) => total + (column.lost ?? 0), 0);
  const gaps = gapsOf(gapsIn(rows, extent)).length;
  return [
    title,
    `The highest was ${best.bound === "at_least" ? "at least " : ""}${number(best.drawn)}, at ${clock(best.peakAt ?? best.from)}.`,
    limit ? `Limit ${number(columns.at(-1).limit) || "none"}; ${over ? `${number(over)} of ${number(columns.length)} columns over it` : "never passed"}.` : "No limit.",
    lost ? `${number(lost)} records lost.` : "",
    gaps ? `${number(gaps)} ${gaps === 1 ? "gap" : "gaps"} that nobody watched.` : "",
  ].filter(Boolean).join(" ");
}

/** `[[name, value]]` of a column. */
export function readout(column, { expanded, events }) {
  const step = column.to - column.from < minute ? second : minute;
  const lost = ["lost", number(column.lost)];
  const mean = ["mean", number(column.mean)];
  return [
    ["column", range(column.from, column.to, step)],
    ["peak", bounded(column.peak, column.bound === "at_least")],
    ["at", column.peakAt ? clock(column.peakAt) : unknown],
    ...(expanded ? [mean, ["p99", number(column.p99)], lost, ["waited", waited(column)], ["windows", number(column.windows)], ["happened", happened(column, events)]]
      : [mean, lost]),
  ];
}

/** The names of the legend's entries that the picture uses. */
export function used({ rows, columns, events, limit }, extent) {
  const names = new Set(columns.map(texture));
  for (const event of events.filter(each => each.at >= extent.from && each.at <= extent.to)) {
    names.add(glyphOf(event));
  }
  const also = { limit: limit > 0, over: columns.some(column => column.over), gap: gapsIn(rows, extent).length > 0 };
  Object.keys(also).filter(name => also[name]).forEach(name => names.add(name));
  return names;
}
