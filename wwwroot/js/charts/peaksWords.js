// What the peak chart says in words: its sentence, its readout, and which entries of the legend it needs.
import { counted, say } from "../words.js";
import { texture } from "./bars.js";
import { bounded, clock, minute, number, range, second, unknown, waited } from "./format.js";
import { gapsOf, unwatched } from "./gaps.js";
import { glyphOf } from "./glyphs.js";
import { highest } from "./peaksPicture.js";
import { happened } from "./table.js";

/** One sentence after the other, for people who do not see the picture. */
export function sentence({ rows, columns, beforeColumns, limit }, extent) {
  const title = say("PeaksFrom", range(extent.from, extent.to));
  const best = highest(columns);
  if (!best) {
    return `${title} ${say("NoWindow")}`;
  }
  const over = columns.filter(column => column.over).length;
  const lost = columns.reduce((total, column) => total + (column.lost ?? 0), 0);
  const gaps = gapsOf(unwatched(rows, extent.from, extent.to)).length;
  return [
    title,
    say(best.bound === "at_least" ? "HighestWasAtLeast" : "HighestWas", number(best.drawn), clock(best.peakAt ?? best.from)),
    limit ? say(over ? "LimitPassed" : "LimitNeverPassed", number(columns.at(-1).limit), number(over), number(columns.length)) : say("NoLimitSentence"),
    lost ? say("RecordsLost", number(lost)) : "",
    beforeColumns.length > 0 ? say("BeforeWas", number(highest(beforeColumns).drawn)) : "",
    gaps ? counted(gaps, "Gaps", number(gaps)) : "",
  ].filter(Boolean).join(" ");
}

/** `[[name, value]]` of a column. */
export function readout(column, { expanded, events, beforeColumns, compare }) {
  const step = column.to - column.from < minute ? second : minute;
  const lost = [say("ReadoutLost"), number(column.lost)];
  const mean = [say("ReadoutMean"), number(column.mean)];
  const middle = (column.from + column.to) / 2;
  const before = compare ? [[say("ReadoutBefore"), number(beforeColumns.find(each => middle >= each.from && middle < each.to)?.drawn)]] : [];
  return [
    [say("ReadoutColumn"), range(column.from, column.to, step)],
    [say("ReadoutPeak"), bounded(column.peak, column.bound === "at_least")],
    [say("ReadoutAt"), column.peakAt ? clock(column.peakAt) : unknown],
    ...(expanded ? [...before, [say("ReadoutLowest"), number(column.lowest ?? (column.windows === 1 ? column.peak : null))], mean, ["p99", number(column.p99)], lost, [say("ReadoutWaited"), waited(column)], [say("ReadoutWindows"), number(column.windows)], [say("ReadoutHappened"), happened(column, events)]]
      : [mean, lost]),
  ];
}

/** The names of the legend's entries that the picture uses. */
export function used({ rows, columns, beforeColumns, events, limit }, extent) {
  const names = new Set(columns.map(texture));
  for (const event of events.filter(each => each.at >= extent.from && each.at <= extent.to)) {
    names.add(glyphOf(event));
  }
  const also = { limit: limit > 0, over: columns.some(column => column.over), gap: unwatched(rows, extent.from, extent.to).length > 0, before: beforeColumns.length > 0, lost: columns.some(column => column.lost > 0) };
  Object.keys(also).filter(name => also[name]).forEach(name => names.add(name));
  return names;
}
