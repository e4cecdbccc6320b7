// Drawing on uPlot's canvas in CSS pixels: text with a halo, crisp hairlines, labels that keep out of each other's way.
import uPlot from "uplot";
import { palette } from "./palette.js";

const family = '"Inter Variable", system-ui, sans-serif';
const fontSize = 11;

export const ratio = () => uPlot.pxRatio;

/** Runs `draw` with the context scaled to CSS pixels and the plot's box and scales at hand. */
export function paint(plot, draw) {
  const { ctx } = plot;
  const r = ratio();
  const box = { left: plot.bbox.left / r, top: plot.bbox.top / r, width: plot.bbox.width / r, height: plot.bbox.height / r };
  box.right = box.left + box.width;
  box.bottom = box.top + box.height;
  const { x, y } = plot.scales;
  if (box.width <= 0 || box.height <= 0 || x.min == null || y.min == null) {
    return;
  }
  ctx.save();
  ctx.scale(r, r);
  draw({
    ctx, box, colours: palette(), from: x.min, to: x.max, top: y.max,
    x: value => box.left + box.width * (value - x.min) / (x.max - x.min),
    y: value => box.bottom - box.height * (value - y.min) / (y.max - y.min),
  });
  ctx.restore();
}

/** Runs `draw` with everything outside the plot's width cut off. */
export function clipped({ ctx, box }, draw) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, 0, box.width, 10_000);
  ctx.clip();
  draw();
  ctx.restore();
}

/** Text on the chart. `halo` keeps it readable on bars and lines. */
export function text(ctx, words, x, y, { colour, weight = 400, align = "left", halo = false } = {}) {
  ctx.font = `${weight} ${fontSize}px ${family}`;
  ctx.textAlign = align;
  ctx.textBaseline = "alphabetic";
  if (halo) {
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = palette().surface;
    ctx.strokeText(words, x, y);
  }
  ctx.fillStyle = colour ?? palette().text3;
  ctx.fillText(words, x, y);
}

/** A hairline that falls on whole device pixels. */
export function hairline(ctx, x1, y1, x2, y2, colour) {
  const r = ratio();
  const snap = value => (Math.round(value * r) + 0.5) / r;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(x1 === x2 ? snap(x1) : x1, y1 === y2 ? snap(y1) : y1);
  ctx.lineTo(x1 === x2 ? snap(x2) : x2, y1 === y2 ? snap(y2) : y2);
  ctx.stroke();
}

/** Places labels where none lies yet. Each candidate is `{ x, y, align }`, y being the baseline. */
export function labels({ ctx, box }) {
  const taken = [];
  const extent = (words, weight, { x, y, align = "left" }) => {
    ctx.font = `${weight} ${fontSize}px ${family}`;
    const width = ctx.measureText(words).width;
    const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
    return { left: left - 3, right: left + width + 3, top: y - 11, bottom: y + 4 };
  };
  const free = a => a.left >= box.left - 50 && a.right <= box.right + 5 && a.top >= 0 && a.bottom <= box.bottom + 5 &&
    !taken.some(b => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom);
  return {
    /** Keeps a rectangle clear. */
    reserve: (left, top, right, bottom) => taken.push({ left, top, right, bottom }),
    /** Writes the words at the first candidate that is free; without one, at the first if `must`, else not at all. */
    put(words, candidates, { colour, weight = 550, must = false } = {}) {
      const place = candidates.find(candidate => free(extent(words, weight, candidate))) ?? (must ? candidates[0] : null);
      if (place) {
        taken.push(extent(words, weight, place));
        text(ctx, words, place.x, place.y, { colour: colour ?? palette().text, weight, align: place.align, halo: true });
      }
      return place != null;
    },
  };
}
