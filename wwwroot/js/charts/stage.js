// One uPlot on its host element: sizes, scales, drawing once per frame, drag to zoom, pointer, theme.
import uPlot from "uplot";
import { watchTheme } from "./palette.js";
import { axisWidth, padding } from "./frame.js";
import { paint } from "./surface.js";

const shortestDrag = 5;
const nearEdge = 6;
const calmPause = 1000;
const longestPause = 250;
// Where uPlot puts a cursor that is not over the plot.
const outside = -10;
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * `view()` answers `{ from, to, top }` for the next picture, `data()` the columns of uPlot, `under` and `over` draw below and
 * above its series, `drawn()` runs after each picture, `dragged(from, to)` and `pointed(time or null)` tell what the pointer did.
 */
export function stage(host, { series = [], below = 0, view, data, under, over, drawn, dragged, zoomOut, pointed }) {
  let shown = view();
  let left = axisWidth(shown.top);
  let frame = 0;
  let timer = 0;
  let last = 0;
  let pointer = outside;

  const plot = new uPlot({
    width: Math.max(1, host.clientWidth),
    height: Math.max(1, host.clientHeight),
    padding: [padding.top, padding.right, padding.bottom + below, () => left],
    legend: { show: false },
    cursor: { x: false, y: false, points: { show: false }, drag: { x: true, y: false, setScale: false, dist: shortestDrag }, bind: { dblclick: () => null } },
    scales: { x: { time: false, range: () => [shown.from, shown.to] }, y: { range: () => [0, shown.top] } },
    axes: [{ show: false }, { show: false }],
    series: [{}, ...series],
    hooks: {
      drawClear: [self => paint(self, under)],
      draw: [self => { paint(self, over); drawn?.(); }],
      setSelect: [self => {
        const { left: start, width } = self.select;
        if (width >= shortestDrag) {
          const end = self.bbox.width / uPlot.pxRatio;
          dragged(start < nearEdge ? shown.from : self.posToVal(start, "x"), end - start - width < nearEdge ? shown.to : self.posToVal(start + width, "x"));
          self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        }
      }],
      setCursor: [self => {
        // Also fired by redraws; a column chosen with the keyboard must outlive those.
        if (self.cursor.left !== pointer) {
          pointer = self.cursor.left;
          pointed(pointer >= 0 ? self.posToVal(pointer, "x") : null);
        }
      }],
    },
  }, data(), host);

  function draw() {
    clearTimeout(timer);
    frame = timer = 0;
    last = performance.now();
    shown = view();
    const wanted = axisWidth(shown.top);
    plot.batch(() => {
      plot.setData(data(), false);
      if (wanted !== left) {
        left = wanted;
        plot.redraw(true, true);
      }
      plot.setScale("x", { min: shown.from, max: shown.to });
    });
  }

  /** Draws in the next frame; a hidden tab has none, so nothing is drawn there. */
  function redraw() {
    frame ||= requestAnimationFrame(draw);
  }

  /** The same for data that moves by itself: not before it has moved by half a pixel, and once a second for people who want less motion. */
  function move() {
    const pause = reducedMotion.matches ? calmPause : Math.min(longestPause, (shown.to - shown.from) / plot.bbox.width / 2);
    const due = last + pause - performance.now();
    if (due <= 0) {
      redraw();
    } else {
      timer ||= setTimeout(redraw, due);
    }
  }

  plot.over.addEventListener("dblclick", zoomOut);
  const resized = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientHeight > 0) {
      plot.setSize({ width: host.clientWidth, height: host.clientHeight });
      redraw();
    }
  });
  resized.observe(host);
  const unwatch = watchTheme(redraw);
  let alive = true;
  document.fonts?.load('550 11px "Inter Variable"').then(() => alive && redraw(), () => {});

  return {
    redraw,
    move,
    width: () => Math.max(1, plot.bbox.width / uPlot.pxRatio),
    dispose() {
      alive = false;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resized.disconnect();
      unwatch();
      plot.destroy();
    },
  };
}
