// "Backlog of the run": the highest backlog of each column over simulated time, mark and limit.
import uPlot from "uplot";
import { say } from "../words.js";
import { press, publish, wireCard } from "./card.js";
import { minute, number, records, second, span } from "./format.js";
import { drawFrame, topOf, yTicks } from "./frame.js";
import { drawLimits, drawLips } from "./limit.js";
import { palette } from "./palette.js";
import { stage } from "./stage.js";
import { clipped, labels } from "./surface.js";

const tickSteps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300].map(seconds => seconds * second);
const tickRoom = 64;

/** Draws into the card until `dispose()` of the returned object is called; `show` takes the run so far. */
export function create(element) {
  let run = { highest: [], step: 1, length: 1, limit: 0, mark: 0 };
  let fit = false;
  let at = null;
  let updates = 0;
  const fitButton = element.querySelector("[data-action=fit]");
  const card = wireCard(element, {
    actions: { fit: () => { fit = !fit; press(fitButton, fit); plot.redraw(); } },
    keys: { plot: { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Escape: () => point(null) } },
  });
  const word = element.querySelector("[data-word=column]");

  const view = () => ({ from: 0, to: run.length, top: topOf(run.limit, run.mark, fit) });
  const plot = stage(card.plot, {
    series: [{ stroke: () => palette().backlog, fill: () => `color-mix(in srgb, ${palette().backlog} 10%, transparent)`, width: 1.6, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }) }],
    view, under, over, drawn, dragged: () => {}, zoomOut: () => {}, pointed: point,
    // The last column is drawn to its end.
    data: () => run.highest.length === 0 ? [[], []] : [
      [...run.highest.keys(), run.highest.length].map(column => Math.min(run.length, column * run.step)),
      [...run.highest, run.highest.at(-1)],
    ],
  });

  const limits = () => run.limit ? [{ from: 0, to: run.length, limit: run.limit }] : [];

  function under(surface) {
    drawFrame(surface, { ticks: yTicks(run.limit, surface.top, fit), times: ticks(surface.box.width) });
    drawLips(surface, limits());
  }

  function over(surface) {
    const place = labels(surface);
    const { ctx, box, colours, x, y } = surface;
    drawLimits(surface, limits(), place);
    if (run.highest.length > 0) {
      ctx.strokeStyle = colours.mark;
      ctx.lineWidth = 1.6;
      ctx.setLineDash([6, 4]);
      ctx.beginPath();
      ctx.moveTo(box.left, y(run.mark));
      ctx.lineTo(box.right, y(run.mark));
      ctx.stroke();
      ctx.setLineDash([]);
      const left = box.left + 6;
      place.put(say("MarkLabel", number(run.mark)), [{ x: left, y: y(run.mark) - 7 }, { x: left, y: y(run.mark) + 15 }, { x: left, y: y(run.mark) - 21 }], { colour: colours.mark, weight: 600, must: true });
    }
    if (at !== null && at < run.highest.length) {
      clipped(surface, () => {
        ctx.globalAlpha = 0.16;
        ctx.fillStyle = colours.backlog;
        ctx.fillRect(x(at * run.step), box.top, Math.max(2, x(run.step) - x(0)), box.height);
        ctx.globalAlpha = 1;
      });
    }
  }

  function ticks(width) {
    const most = Math.max(1, Math.floor(width / tickRoom));
    const step = tickSteps.find(candidate => run.length / candidate <= most) ?? tickSteps.at(-1);
    const found = [];
    for (let time = 0; time <= run.length + 1e-6; time += step) {
      found.push({ at: time, words: time === 0 ? "0" : moment(time) });
    }
    return found;
  }

  function drawn() {
    publish(card.plot, { updates, points: run.highest.length, highest: run.mark, max: run.length });
    card.say(() => run.highest.length === 0
      ? say("LabEmpty")
      : say(run.limit ? "LabSentence" : "LabSentenceNoLimit", moment(run.length), records(run.mark), number(run.limit)));
  }

  function point(time, spoken = false) {
    at = time === null ? null : Math.floor(time / run.step);
    card.read(at === null || at >= run.highest.length ? null : [
      [say("ReadoutColumn"), say("RangeTo", moment(at * run.step), moment(Math.min(run.length, (at + 1) * run.step)))],
      [say("ReadoutHighest"), number(run.highest[at])],
      [say("ReadoutLimit"), run.limit ? number(run.limit) : say("NoLimit")],
    ], spoken);
    plot.redraw();
    return true;
  }

  function step(direction) {
    const last = run.highest.length - 1;
    const next = at === null ? last : Math.min(last, Math.max(0, at + direction));
    return last >= 0 && point(next * run.step, true);
  }

  return {
    show(next) {
      run = next;
      updates++;
      word.textContent = run.step === 1 ? say("Millisecond") : span(run.step) === `${run.step / second} s` ? span(run.step) : `${number(run.step)} ms`;
      card.explain(new Set(run.limit ? ["limit"] : []));
      card.note(null);
      plot.redraw();
    },
    /** Saves what the server streams as a file. */
    async save(name, content) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([await content.arrayBuffer()], { type: "application/octet-stream" }));
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
    },
    dispose() {
      plot.dispose();
      card.dispose();
    },
  };
}

/** A time of the run: 340 ms, 2.5 s, 40 s, 5 min. */
function moment(ms) {
  if (ms % minute === 0 && ms > 0) {
    return `${ms / minute} min`;
  }
  return ms < second ? `${number(ms)} ms` : `${Number((ms / second).toFixed(2))} s`;
}
