// The same numbers as a table, newest first.
import { bounded, dateAndClock, number, span, unknown, waited } from "./format.js";

const mostRows = 200;

/** Fills `host` with a row per window; `saw` adds what the samples saw, `full` mean, p99, lost, waited and what happened. */
export function fillTable(host, rows, { saw = false, full = false, events = [] }) {
  const shown = rows.slice(-mostRows).reverse();
  const columns = [
    ["Window (UTC)", false, row => dateAndClock(row.from)],
    ["Peak", true, row => row.gap && !row.peak ? "not known" : bounded(row.peak, row.bound === "at_least")],
    ["Tier", false, row => row.tier],
    ["Limit", true, row => (row.backlog_limit ?? row.limit) === 0 ? "no limit" : number(row.backlog_limit ?? row.limit)],
    ...(saw ? [["Samples saw", true, row => number(row.saw)]] : []),
    ...(full ? [
      ["Mean", true, row => number(row.mean)],
      ["p99", true, row => number(row.p99)],
      ["Lost", true, row => number(row.lost)],
      ["Waited", true, waited],
      ["What happened", false, row => happened(row, events)],
    ] : []),
  ];
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const [name, right] of columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    cell.classList.toggle("r", right);
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of shown) {
    const line = body.insertRow();
    for (const [, right, words] of columns) {
      const cell = line.insertCell();
      cell.textContent = words(row);
      cell.classList.toggle("r", right);
    }
  }
  const note = document.createElement("p");
  note.className = "xs";
  note.textContent = shown.length === 0 ? "No window in this range."
    : rows.length > shown.length ? `The newest ${number(shown.length)} of ${number(rows.length)} rows.` : "";
  host.replaceChildren(table, note);
}

/** What happened within a window, in words. */
export function happened(row, events) {
  return [
    row.recovered ? "Peak recovered from what was written down before the read-and-clear." : "",
    row.gap ? `Not watched for ${span(row.blind_ms || row.to - row.from)}.` : "",
    ...events.filter(event => event.at >= row.from && event.at < row.to).map(event => event.text),
  ].filter(Boolean).join(" ") || unknown;
}
