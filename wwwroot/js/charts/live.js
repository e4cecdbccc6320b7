// "Backlog, live": the samples as a line, each closed window's peak as a flat cap above it, mark and limit.
import { subscribe } from "../hub.js";
import { say } from "../words.js";
import { get, iso, persist, serverNow, toWindow } from "./api.js";
import { choose, press, publish, wireCard } from "./card.js";
import { number, second } from "./format.js";
import { topOf } from "./frame.js";
import { livePicture } from "./livePicture.js";
import { readout, sentence } from "./liveWords.js";
import { palette } from "./palette.js";
import { Samples } from "./samples.js";
import { stage } from "./stage.js";
import { fillTable } from "./table.js";

const kept = 300 * second;
const icons = { pause: "M6.5 4v10M11.5 4v10", resume: "M5.5 3.5l9 5.5-9 5.5z" };

/** Draws into the card until `dispose()` of the returned object is called. */
export function create(element, host) {
  const stop = new AbortController();
  const state = {
    samples: new Samples(kept + 10 * second), windows: [], latest: null, mark: null, limit: null, tier: null,
    seconds: 60, zoom: null, paused: null, fit: false, at: null, updates: 0,
  };

  const card = wireCard(element, {
    actions: {
      seconds: button => { choose(button); state.seconds = Number(button.value); zoomOut(); plot.redraw(); },
      pause, fit, zoomOut, table: button => { card.tabulate(!card.tabled()); press(button, card.tabled()); table(); plot.redraw(); },
    },
    keys: {
      page: { z: zoomOut },
      plot: { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Escape: () => point(null) },
    },
  });
  const pauseButton = element.querySelector("[data-action=pause]");
  const rateWord = element.querySelector("[data-word=rate]");
  const fitButton = element.querySelector("[data-action=fit]");

  /** What the picture is of: the live state, or what was frozen. */
  const source = () => state.paused ?? state;

  function view() {
    const { samples, windows, limit, mark } = source();
    const now = samples.last ?? windows.at(-1)?.to ?? serverNow();
    const { from, to } = state.zoom ?? { from: now - state.seconds * second, to: now };
    let highest = samples.within(from, to).highest ?? 0;
    for (const row of windows) {
      highest = row.to > from && row.from < to ? Math.max(highest, row.peak) : highest;
    }
    highest = Math.max(highest, state.fit ? 0 : mark ?? 0);
    return { from, to, top: topOf(limit, highest, state.fit) };
  }

  const picture = livePicture(() => ({ ...source(), absolute: state.zoom !== null || state.paused !== null, fit: state.fit, at: state.at }));
  const plot = stage(card.plot, {
    series: [{ stroke: () => palette().backlog, fill: () => `color-mix(in srgb, ${palette().backlog} 10%, transparent)`, width: 1.6, points: { show: false } }],
    view, ...picture, drawn, dragged: zoom, zoomOut, pointed: point,
    data: () => [source().samples.xs, source().samples.ys],
  });

  function drawn() {
    const { samples, windows, mark } = source();
    const { from, to } = view();
    const highest = windows.reduce((peak, row) => row.to > from && row.from < to ? Math.max(peak, row.peak) : peak, -1);
    publish(card.plot, {
      updates: state.updates, points: samples.within(from, to).count, min: from, max: to, mark,
      paused: state.paused !== null, zoomed: state.zoom !== null, glyphs: 0, highest: highest < 0 ? null : highest,
    });
    card.zoomed(state.zoom !== null);
    card.say(() => sentence({ ...source(), seconds: state.seconds, zoomed: state.zoom !== null, paused: state.paused !== null }, view()));
  }

  function pause() {
    state.paused = state.paused ? null : { samples: state.samples.copy(), windows: state.windows.slice(), latest: state.latest, mark: state.mark, limit: state.limit, tier: state.tier };
    const word = say(state.paused ? "Resume" : "Pause");
    pauseButton.setAttribute("aria-label", word);
    pauseButton.querySelector("[data-word]").textContent = word;
    pauseButton.querySelector("path").setAttribute("d", icons[state.paused ? "resume" : "pause"]);
    plot.redraw();
    table();
  }

  function fit() {
    state.fit = !state.fit;
    press(fitButton, state.fit);
    plot.redraw();
  }

  function zoom(from, to) {
    state.zoom = { from, to };
    plot.redraw();
  }

  function zoomOut() {
    const zoomed = state.zoom !== null;
    state.zoom = null;
    plot.redraw();
    return zoomed;
  }

  function point(at, spoken = false) {
    state.at = at;
    card.read(at === null ? null : readout(source(), at), spoken);
    plot.redraw();
    return true;
  }

  function step(direction) {
    const { windows } = source();
    const { from, to } = view();
    const inside = windows.filter(row => row.to > from && row.from < to);
    const current = inside.findIndex(row => state.at !== null && state.at >= row.from && state.at < row.to);
    const next = inside[current < 0 ? inside.length - 1 : Math.min(inside.length - 1, Math.max(0, current + direction))];
    return next ? point(Math.max(from, Math.min(to, (next.from + next.to) / 2)), true) : false;
  }

  function table() {
    if (card.tabled()) {
      fillTable(card.table, source().windows, { saw: true });
    }
  }

  function takeWindows(rows) {
    const known = new Map(state.windows.map(row => [row.from, row]));
    for (const row of rows) {
      const saw = state.samples.within(row.from, row.to - 1);
      known.set(row.from, { ...row, saw: saw.count > 1 ? saw.highest : null });
    }
    const oldest = (state.samples.last ?? rows.at(-1)?.to ?? 0) - kept;
    state.windows = [...known.values()].filter(row => row.to > oldest).sort((a, b) => a.from - b.from);
  }

  function takeSnapshot(snapshot) {
    const at = Date.parse(snapshot.at);
    // While the audit subsystem holds the request there is no new answer: the line breaks.
    if (snapshot.held_seconds != null || !state.samples.add(at, snapshot.backlog)) {
      return;
    }
    state.latest = { at, backlog: snapshot.backlog, openPeak: snapshot.open_peak };
    state.mark = snapshot.backlog_max_depth;
    state.limit = snapshot.backlog_limit;
    state.tier = snapshot.tier;
    state.updates++;
    if (state.zoom && at - kept > state.zoom.to) {
      state.zoom = null;
    }
    if (card.plot.dataset.state !== "ready") {
      card.note(null);
    }
    explain();
    if (!card.tabled() && !state.paused) {
      plot.move();
    } else {
      publish(card.plot, { updates: state.updates });
    }
  }

  function explain() {
    const { interval } = state.samples;
    const rate = interval === null ? "" : interval < 950 ? say("SamplesPerSecond", number(1000 / interval)) : say("SampleEvery", number(interval / 1000));
    if (rateWord.textContent !== rate) {
      rateWord.textContent = rate;
    }
    card.explain(new Set([state.limit && "limit", state.mark != null && "mark"]));
  }

  async function load() {
    const past = await get(host, "snapshots", { seconds: kept / second }, stop.signal);
    const to = serverNow() + second;
    const { polls } = await get(host, "polls", { from: iso(to - kept - 60 * second), to: iso(to), points: 2000 }, stop.signal);
    state.samples.prepend(past);
    takeWindows(polls.map(toWindow));
    card.note(state.samples.last === null ? say("LiveEmpty") : null);
    explain();
    table();
    plot.redraw();
  }

  const fetchPast = () => persist(load, error => state.samples.last === null && card.note(error.message), stop.signal);
  card.note("");
  const leave = [
    subscribe("Snapshots", [host], { next: takeSnapshot, restored: fetchPast }),
    subscribe("Windows", [host], { next: row => { takeWindows([toWindow(row)]); explain(); table(); } }),
  ];
  fetchPast();

  return {
    dispose() {
      stop.abort();
      leave.forEach(end => end());
      card.dispose();
      plot.dispose();
    },
  };
}
