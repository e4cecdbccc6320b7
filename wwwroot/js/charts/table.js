// The same numbers as a table, newest first.
import { counted, say } from "../words.js";
import { bounded, dateAndClock, number, span, tierName, unknown, waited } from "./format.js";

const mostRows = 400;

/** What happened as a sentence; who did it is named unless the console found it itself. */
export function told(event) {
  const words = event.text || counted(event.value, "Lost", number(event.value));
  const whole = /[.!?…]$/.test(words) ? words : `${words}.`;
  return event.actor && event.actor !== "console" ? say("ToldBy", whole, event.actor) : whole;
}

/** Fills `host` with a row per window; `saw` adds what the samples saw, `full` mean, p99, lost, waited and what happened, `before(row)` the peak of the time before. */
export function fillTable(host, rows, { saw = false, full = false, events = [], before = null }) {
  const shown = rows.slice(-mostRows).reverse();
  const columns = [
    [say("ColumnWindow"), false, row => dateAndClock(row.from)],
    [say("ColumnPeak"), true, row => row.gap && !row.peak ? say("NotKnown") : bounded(row.peak, row.bound === "at_least")],
    ...(before ? [[say("ColumnBefore"), true, row => number(before(row))]] : []),
    [say("ColumnTier"), false, row => tierName(row.tier)],
    [say("ColumnLimit"), true, row => (row.backlog_limit ?? row.limit) === 0 ? say("NoLimit") : number(row.backlog_limit ?? row.limit)],
    ...(saw ? [[say("ColumnSamplesSaw"), true, row => number(row.saw)]] : []),
    ...(full ? [
      [say("ColumnMean"), true, row => number(row.mean)],
      ["p99", true, row => number(row.p99)],
      [say("ColumnLost"), true, row => number(row.lost)],
      [say("ColumnWaited"), true, waited],
      [say("ColumnHappened"), false, row => happened(row, events)],
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
  note.textContent = shown.length === 0 ? say("NoWindow")
    : rows.length > shown.length ? say("NewestRows", number(shown.length), number(rows.length)) : "";
  host.replaceChildren(table, note);
}

/** What happened within a window, in words. */
export function happened(row, events) {
  return [
    row.recovered ? say("Recovered") : "",
    row.gap ? say("NotWatchedFor", span(row.blind_ms || row.to - row.from)) : "",
    ...events.filter(event => event.at >= row.from && event.at < row.to).map(told),
  ].filter(Boolean).join(" ") || unknown;
}
