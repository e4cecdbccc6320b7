// "Peak of each poll": a bar per window or column of windows, following live or for a fixed range.
import { subscribe } from "../hub.js";
import { get, iso, persist, serverNow, toEvent, toWindow } from "./api.js";
import { choose, press, publish, wireCard } from "./card.js";
import { toColumns } from "./columns.js";
import { minute, range, second } from "./format.js";
import { topOf } from "./frame.js";
import { highest, peaksPicture } from "./peaksPicture.js";
import { readout, sentence, used } from "./peaksWords.js";
import { stage } from "./stage.js";
import { stripsHeight } from "./strips.js";
import { fillTable } from "./table.js";

const mostPoints = 2000;
const kept = 6 * 60 * minute;

/**
 * Draws into the card until `dispose()` is called. With `from` and `to` (Unix ms) the range is fixed and a drag asks `page` for
 * another by its method SelectRange; without, the chart follows and a drag zooms here. `show(from, to)` sets another fixed range.
 */
export function create(element, { host, from = null, to = null, expanded = false }, page = null) {
  const stop = new AbortController();
  let loading = new AbortController();
  let newest = null;
  let chosen = [];
  let asked = false;
  const state = {
    host, expanded, rows: [], columns: [], events: [], limit: null, fit: false, selected: null, selectedFrom: null,
    fixed: from === null ? null : { from, to }, zoom: null, length: 10 * minute, updates: 0, glyphs: 0,
  };

  const card = wireCard(element, {
    actions: {
      seconds: button => { choose(button); state.length = Number(button.value) * second; state.zoom = null; load(); },
      fit: button => { state.fit = !state.fit; press(button, state.fit); plot.redraw(); },
      zoomOut,
      table: button => { card.toggleTable(button); table(); plot.redraw(); },
    },
    keys: {
      page: { z: zoomOut },
      plot: { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => step(-Infinity), End: () => step(Infinity), Escape: () => select(null) },
    },
  });

  function extent() {
    return state.fixed ?? state.zoom ?? { from: (newest ?? serverNow()) - state.length, to: newest ?? serverNow() };
  }

  function view() {
    const { from: start, to: end } = extent();
    state.columns = toColumns(state.rows, start, end, plot?.width() ?? card.plot.clientWidth);
    state.selected = state.selectedFrom === null ? null : columnAt(state.selectedFrom);
    state.limit = state.rows.reduce((most, row) => row.to > start && row.from < end ? Math.max(most, row.backlog_limit) : most, 0);
    return { from: start, to: end, top: topOf(state.limit, state.columns.reduce((most, column) => Math.max(most, column.drawn), 0), state.fit) };
  }

  const columnAt = at => state.columns.find(column => at >= column.from && at < column.to) ?? null;
  let plot = null;
  plot = stage(card.plot, {
    below: expanded ? stripsHeight + 16 : 0,
    series: [{ paths: () => null, points: { show: false } }],
    view, ...peaksPicture(() => ({ ...state, following: !state.fixed && !state.zoom }), glyphs => { state.glyphs = glyphs; }), drawn, zoomOut,
    data: () => [state.columns.map(column => (column.from + column.to) / 2), state.columns.map(column => column.peak)],
    dragged: zoom,
    pointed: at => select(at),
  });

  function drawn() {
    const { from: start, to: end } = extent();
    publish(card.plot, {
      updates: state.updates, points: state.columns.length, min: start, max: end, glyphs: state.glyphs,
      zoomed: state.zoom !== null || chosen.length > 0, paused: false, highest: state.columns.length ? Math.max(...state.columns.map(column => column.peak)) : null,
    });
    card.zoomed(state.zoom !== null || chosen.length > 0);
    card.say(() => sentence(state, extent()));
  }

  function select(at, spoken = false) {
    const column = at === null ? null : columnAt(at);
    state.selectedFrom = column ? column.from : null;
    readOut(column, spoken);
    plot?.redraw();
    return true;
  }

  // The expanded chart reads out its highest column when none is chosen.
  function readOut(column, spoken = false) {
    const read = column ?? (expanded ? highest(state.columns) : null);
    card.read(read ? readout(read, state) : null, spoken);
  }

  function step(direction) {
    const { columns, selected } = state;
    const current = selected ? columns.indexOf(selected) : direction < 0 ? columns.length : -1;
    const next = columns[Math.min(columns.length - 1, Math.max(0, current + direction))];
    return next ? select((Math.max(next.from, extent().from) + next.to) / 2, true) : false;
  }

  // The page answers by show(), perhaps with a rounded range; a range that was not asked for here ends the way back.
  function ask(start, end) {
    asked = true;
    page.invokeMethodAsync("SelectRange", start, end);
  }

  function zoom(start, end) {
    if (state.fixed && page) {
      chosen.push(state.fixed);
      ask(Math.floor(start), Math.ceil(end));
    } else {
      state.zoom = { from: start, to: end };
      load();
    }
  }

  function zoomOut() {
    if (state.fixed && chosen.length > 0) {
      const { from: start, to: end } = chosen.pop();
      ask(start, end);
      return true;
    }
    const zoomed = state.zoom !== null;
    if (zoomed) {
      state.zoom = null;
      load();
    }
    return zoomed;
  }

  function table() {
    if (card.tabled()) {
      fillTable(card.table, state.columns, { full: true, events: state.events });
    }
  }

  function shown() {
    card.explain(used(state, extent()));
    readOut(state.selected);
    table();
    plot.redraw();
  }

  function takeWindow(row) {
    const window = toWindow(row);
    if (state.rows.length > 0 && window.from < state.rows.at(-1).to) {
      return;
    }
    newest = window.to;
    state.updates++;
    if (!state.zoom) {
      state.rows.push(window);
      state.rows = state.rows[0].to < window.to - kept ? state.rows.filter(each => each.to > window.to - kept) : state.rows;
      card.note(null);
      view();
      shown();
    } else {
      publish(card.plot, { updates: state.updates });
    }
  }

  async function fetchRange(signal) {
    if (!state.fixed && newest === null) {
      // Any answer sets the clock that the first range is counted back from.
      await get(host, "status", {}, signal).catch(error => { if (signal.aborted) { throw error; } });
    }
    const { from: start, to: end } = state.fixed || state.zoom ? extent() : { from: serverNow() - state.length - minute, to: serverNow() + minute };
    const bounds = { from: iso(start), to: iso(end) };
    const [{ polls }, activity] = await Promise.all([
      get(host, "polls", { ...bounds, points: mostPoints }, signal),
      get(host, "activity", bounds, signal),
    ]);
    state.rows = polls.map(toWindow);
    state.events = activity.map(toEvent);
    newest = state.fixed || state.zoom ? newest : state.rows.at(-1)?.to ?? newest;
    card.note(state.rows.length > 0 ? null : state.fixed || state.zoom ? `No window was recorded from ${range(start, end)} UTC.`
      : "No window has closed yet. The first bar is drawn when the first poll ends.");
    view();
    shown();
  }

  function load() {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    if (state.rows.length === 0) {
      card.note("");
    }
    return persist(() => fetchRange(signal), error => { if (state.rows.length === 0) { card.note(error.message); } }, signal);
  }

  const leave = state.fixed ? [] : [
    subscribe("Windows", [host], { next: takeWindow, restored: load }),
    subscribe("Activity", [host], { next: row => { state.events.push(toEvent(row)); shown(); } }),
  ];
  load();

  return {
    show(start, end) {
      if (!asked) {
        chosen = [];
      }
      asked = false;
      state.fixed = { from: start, to: end };
      select(null);
      load();
    },
    dispose() {
      stop.abort();
      loading.abort();
      leave.forEach(end => end());
      card.dispose();
      plot.dispose();
    },
  };
}
