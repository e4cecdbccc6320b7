// Windows gathered into columns that are wide enough to see. A column never hides a peak: it has its windows' highest.
import { day, hour, minute, second } from "./format.js";

const widths = [
  second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
  hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day,
];
const narrowest = 4;
const strength = ["sampled", "probe", "engine", "kernel"];

/** Columns of the rows within [from, to) for a plot of that many pixels; a row stays alone where it is wide enough. */
export function toColumns(rows, from, to, pixels) {
  const inside = rows.filter(row => row.to > from && row.from < to);
  const finest = (to - from) * narrowest / Math.max(1, pixels);
  const width = widths.find(candidate => candidate >= finest) ?? Math.ceil(finest / day) * day;
  const columns = [];
  let gathered = [];
  let slot = null;
  const close = (next = Infinity) => {
    if (gathered.length > 0) {
      columns.push(columnOf(gathered, Math.max(slot * width, columns.at(-1)?.to ?? -Infinity), Math.min((slot + 1) * width, next)));
      gathered = [];
    }
  };
  for (const row of inside) {
    if (row.to - row.from >= finest) {
      close(row.from);
      columns.push(columnOf([row], row.from, row.to));
      continue;
    }
    const at = Math.floor(row.from / width);
    if (at !== slot) {
      close();
      slot = at;
    }
    gathered.push(row);
  }
  close();
  return columns;
}

function columnOf(rows, from, to) {
  const peak = Math.max(...rows.map(row => row.peak));
  // Of several windows that hold the peak, the one that knows it least well says how it is known.
  const holders = rows.filter(row => row.peak === peak).sort((a, b) => weakness(a) - weakness(b));
  const [holder] = holders;
  return {
    from, to, peak, lowest: lowest(rows), limit: rows.at(-1).backlog_limit, peakAt: holder.peakAt, bound: holder.bound, tier: holder.tier, recovered: rows.some(row => row.recovered),
    over: overLimit(rows), drawn: Math.max(...rows.map(drawnPeak)), lost: sum(rows, "lost"), wait: sum(rows, "wait"), wait_ticks: sum(rows, "wait_ticks"),
    mean: mean(rows), p99: highest(rows, "p99"), gap: rows.some(row => row.gap), blind_ms: sum(rows, "blind_ms") ?? 0,
    windows: rows.reduce((count, row) => count + (row.windows ?? 1), 0),
  };
}

const weakness = row => row.bound === "at_least" ? -1 : strength.indexOf(row.tier);

/** The window that went furthest over its limit as `{ limit, peak, bound }`, or null where none did. */
function overLimit(rows) {
  return rows.map(row => ({ limit: row.backlog_limit, peak: drawnPeak(row), bound: row.bound }))
    .filter(row => row.limit > 0 && row.peak > row.limit)
    .reduce((worst, row) => worst && worst.peak - worst.limit >= row.peak - row.limit ? worst : row, null);
}

/** A lower bound of a window in which a task waited or a record was lost reaches past the limit: only there does either happen. */
export function drawnPeak(row) {
  const met = row.bound === "at_least" && row.backlog_limit > 0 && ((row.wait_ticks ?? row.wait) > 0 || row.lost > 0);
  return met ? Math.max(row.peak, row.backlog_limit + 1) : row.peak;
}

function known(rows, field) {
  return rows.filter(row => row[field] != null);
}

function sum(rows, field) {
  const values = known(rows, field);
  return values.length > 0 ? values.reduce((total, row) => total + row[field], 0) : null;
}

function highest(rows, field) {
  const values = known(rows, field);
  return values.length > 0 ? Math.max(...values.map(row => row[field])) : null;
}

// Rows of several windows tell their lowest peak beside their highest; one that does not leaves it unknown.
function lowest(rows) {
  const several = rows.length > 1 || rows[0].windows > 1;
  const values = rows.map(row => row.peak_min ?? ((row.windows ?? 1) === 1 ? row.peak : null));
  return several && values.every(value => value !== null) ? Math.min(...values) : null;
}

function mean(rows) {
  const values = known(rows, "mean");
  const weight = row => row.to - row.from;
  return values.length > 0 ? values.reduce((total, row) => total + row.mean * weight(row), 0) / values.reduce((total, row) => total + weight(row), 0) : null;
}
