// "Peak of each poll": a bar per window or column of windows, following live or for a fixed range.
import { subscribe } from "../hub.js";
import { say } from "../words.js";
import { get, persist, serverNow, toEvent, toWindow } from "./api.js";
import { choose, press, publish, wireCard } from "./card.js";
import { toColumns } from "./columns.js";
import { crosshair } from "./crosshair.js";
import { flags } from "./flags.js";
import { minute, range, second } from "./format.js";
import { topOf } from "./frame.js";
import { highest, peaksPicture } from "./peaksPicture.js";
import { readRange } from "./peaksReader.js";
import { readout, sentence, used } from "./peaksWords.js";
import { stage } from "./stage.js";
import { stripsHeight } from "./strips.js";
import { fillTable } from "./table.js";

const kept = 6 * 60 * minute;
const calmShare = 0.05;
const margins = 90;
const clusterMargin = 10;

/**
 * Draws into the card until `dispose()` is called. With `from` and `to` (Unix ms) the range is fixed and a drag asks `page` for
 * another by its method SelectRange; without, the chart follows and a drag zooms here. `show(from, to, compare)` sets another fixed
 * range, which is shown as soon as it has been read; `tabulate(value)` shows the table in place of the picture.
 */
export function create(element, { host, from = null, to = null, expanded = false, compare = false, table: tabled = false }, page = null) {
  let loading = new AbortController();
  let newest = null;
  let wanted = { range: from === null ? null : { from, to }, compare };
  let back = [];
  let asked = false;
  const state = {
    host, expanded, compare, rows: [], before: [], columns: [], beforeColumns: [], events: [], limit: null, fit: false, selectedFrom: null,
    fixed: wanted.range, zoom: null, length: 10 * minute, updates: 0, glyphs: 0, box: null,
  };

  const card = wireCard(element, {
    actions: {
      seconds: button => { choose(button); state.length = Number(button.value) * second; state.zoom = null; load(); },
      fit: button => { state.fit = !state.fit; press(button, state.fit); plot.redraw(); },
      zoomOut,
      table: button => { tabulate(!card.tabled()); press(button, card.tabled()); },
    },
    keys: {
      page: { z: zoomOut },
      plot: { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Home: () => step(-Infinity), End: () => step(Infinity), Escape: () => select(null) },
    },
  });
  card.tabulate(tabled);
  const cross = crosshair(card.plot);
  const lane = flags(element.querySelector("[data-part=flags]"), card.plot, events => {
    if (events.length > 1) {
      const [start, end] = [Math.min(...events.map(event => event.at)), Math.max(...events.map(event => event.at))];
      const margin = Math.max(second, (end - start) / clusterMargin);
      zoom(start - margin, end + margin);
    }
  });

  function extent() {
    return state.fixed ?? state.zoom ?? { from: (newest ?? serverNow()) - state.length, to: newest ?? serverNow() };
  }

  function view() {
    const { from: start, to: end } = extent();
    // The table has as many rows as the picture would have columns.
    const width = card.tabled() || !plot ? element.clientWidth - margins : plot.width();
    state.columns = toColumns(state.rows, start, end, width);
    state.beforeColumns = toColumns(state.before, start, end, width);
    state.limit = state.rows.reduce((most, row) => row.to > start && row.from < end ? Math.max(most, row.backlog_limit) : most, 0);
    const most = [...state.columns, ...state.beforeColumns].reduce((peak, column) => Math.max(peak, column.drawn), 0);
    return { from: start, to: end, top: topOf(state.limit, most, state.fit) };
  }

  const columnAt = at => state.columns.find(column => at >= column.from && at < column.to) ?? null;
  const selected = () => state.selectedFrom === null ? null : columnAt(state.selectedFrom);
  let plot = null;
  plot = stage(card.plot, {
    below: expanded ? stripsHeight + 16 : 0,
    series: [{ paths: () => null, points: { show: false } }],
    view, ...peaksPicture(() => ({ ...state, following: !state.fixed && !state.zoom }), flagged), drawn, zoomOut: () => zoomOut() || widen(),
    data: () => [state.columns.map(column => (column.from + column.to) / 2), state.columns.map(column => column.peak)],
    dragged: zoom,
    pointed: at => select(at),
  });

  function flagged(glyphs, surface) {
    state.glyphs = glyphs.length;
    state.box = surface;
    lane.place(glyphs);
  }

  function drawn() {
    const { from: start, to: end } = extent();
    publish(card.plot, {
      updates: state.updates, points: state.columns.length, min: start, max: end, glyphs: state.glyphs, before: highest(state.beforeColumns)?.drawn,
      zoomed: state.zoom !== null || back.length > 0, paused: false, highest: state.columns.length ? Math.max(...state.columns.map(column => column.peak)) : null,
    });
    card.zoomed(state.zoom !== null || back.length > 0);
    card.say(() => sentence(state, extent()));
    point();
  }

  function select(at, spoken = false) {
    const column = at === null ? null : columnAt(at);
    state.selectedFrom = column ? (column.from + column.to) / 2 : null;
    readOut(column, spoken);
    point();
    return true;
  }

  function point() {
    const column = selected();
    if (!column || !state.box) {
      cross.hide();
      return;
    }
    const { box, x } = state.box;
    cross.place(Math.max(box.left, x(column.from)), Math.min(box.right, x(column.to)), box.top - 4, box.bottom + (expanded ? stripsHeight + 16 : 0));
  }

  // The expanded chart reads out its highest column when none is chosen.
  function readOut(column, spoken = false) {
    const read = column ?? (expanded ? highest(state.columns) : null);
    card.read(read ? readout(read, state) : null, spoken);
  }

  function step(direction) {
    const { columns } = state;
    const column = selected();
    const current = column ? columns.indexOf(column) : direction < 0 ? columns.length : -1;
    const next = columns[Math.min(columns.length - 1, Math.max(0, current + direction))];
    return next ? select((Math.max(next.from, extent().from) + next.to) / 2, true) : false;
  }

  // The page answers by show(), perhaps with a rounded range; a range that was not asked for here ends the way back.
  function ask(start, end) {
    asked = true;
    page.invokeMethodAsync("SelectRange", Math.floor(start), Math.ceil(end));
  }

  function zoom(start, end) {
    if (state.fixed && page) {
      back.push(location.search);
      ask(start, end);
    } else {
      state.zoom = { from: start, to: end };
      load();
    }
  }

  function zoomOut() {
    if (state.fixed && back.length > 0) {
      asked = true;
      globalThis.Blazor.navigateTo(location.pathname + back.pop());
      return true;
    }
    const zoomed = state.zoom !== null;
    if (zoomed) {
      state.zoom = null;
      load();
    }
    return zoomed;
  }

  function widen() {
    if (state.fixed && page) {
      const { from: start, to: end } = state.fixed;
      const last = Math.min(serverNow(), end + (end - start) / 2);
      ask(last - 2 * (end - start), last);
    }
  }

  function tabulate(value) {
    card.tabulate(value);
    view();
    table();
    plot.redraw();
  }

  function table() {
    if (card.tabled()) {
      const before = column => state.beforeColumns.find(each => column.from < each.to && column.to > each.from)?.drawn;
      fillTable(card.table, state.columns, { full: true, events: state.events, before: state.compare ? before : null });
    }
  }

  function shown() {
    view();
    card.explain(used(state, extent()));
    readOut(selected());
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
      shown();
    } else {
      publish(card.plot, { updates: state.updates });
    }
  }

  async function fetchRange(signal) {
    if (!wanted.range && newest === null) {
      // Any answer sets the clock that the first range is counted back from.
      await get(host, "status", {}, signal).catch(error => { if (signal.aborted) { throw error; } });
    }
    const chosen = wanted.range ?? state.zoom;
    const read = await readRange(host, chosen ?? { from: serverNow() - state.length - minute, to: serverNow() + minute }, wanted.compare, signal);
    Object.assign(state, read, { fixed: wanted.range, compare: wanted.compare });
    newest = chosen ? newest : state.rows.at(-1)?.to ?? newest;
    card.reading(null);
    card.note(state.rows.length > 0 ? null : chosen ? say("NoWindowRecorded", range(chosen.from, chosen.to))
      : say("PeaksEmpty"));
    shown();
  }

  function load(calm = false) {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    const empty = state.rows.length === 0;
    if (empty && card.plot.dataset.state === "loading") {
      card.note("");
    } else if (!calm) {
      card.reading(say("ReadingTime"));
    }
    return persist(() => fetchRange(signal), error => {
      if (state.rows.length === 0) {
        card.note(error.message);
      } else {
        card.reading(say("TryingAgain", error.message));
      }
    }, signal);
  }

  const leave = state.fixed ? [] : [
    subscribe("Windows", [host], { next: takeWindow, restored: () => load() }),
    subscribe("Activity", [host], { next: row => { state.events.push(toEvent(row)); shown(); } }),
  ];
  load();

  return {
    show(start, end, compared) {
      const last = wanted.range;
      // A range that moves on with the time keeps its length.
      const shift = Math.abs(start - last.from);
      const calm = compared === wanted.compare && Math.abs(end - start - (last.to - last.from)) <= 2 * second && shift <= calmShare * (end - start);
      // What was asked for here is answered by another range than the one that moved on meanwhile.
      if (!calm) {
        back = asked ? back : [];
        asked = false;
      }
      wanted = { range: { from: start, to: end }, compare: compared };
      if (!calm) {
        select(null);
      }
      load(calm);
    },
    tabulate,
    dispose() {
      loading.abort();
      leave.forEach(end => end());
      card.dispose();
      lane.dispose();
      cross.dispose();
      plot.dispose();
    },
  };
}
