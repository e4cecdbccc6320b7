// The page's colours, read from its custom properties, and the hatches made of them.

const names = ["surface", "sunken", "ctl", "text", "text-2", "text-3", "primary", "backlog", "peak", "mark", "limit", "mean", "lost", "wait", "crit", "gap", "grid"];
const conditions = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];
const listeners = new Set();
let colours;
let hatches = new Map();

/** `{ surface, text, … }`; read once per theme. */
export function palette() {
  if (!colours) {
    const style = getComputedStyle(document.documentElement);
    colours = Object.fromEntries(names.map(name => [name.replace("-", ""), style.getPropertyValue(`--ac-${name}`).trim() || "CanvasText"]));
  }
  return colours;
}

/** Calls back when the theme has changed, until the returned function is called. */
export function watchTheme(changed) {
  if (listeners.size === 0) {
    observer.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
    queries.forEach(query => query.addEventListener("change", refresh));
  }
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) {
      observer.disconnect();
      queries.forEach(query => query.removeEventListener("change", refresh));
      forget();
    }
  };
}

const observer = new MutationObserver(refresh);
const queries = conditions.map(condition => matchMedia(condition));

function forget() {
  colours = undefined;
  hatches = new Map();
}

function refresh() {
  forget();
  listeners.forEach(changed => changed());
}

// Tile in CSS pixels, stripe width, opacity of stripe and of ground. "/" rises to the right, "\" falls.
const kinds = {
  over: { tile: 10, width: 1.2, stripe: 0.32, ground: 0.05, colour: "crit", fall: false },
  sampled: { tile: 6, width: 1.8, stripe: 1, ground: 0.12, colour: "peak", fall: false },
  gap: { tile: 8, width: 1, stripe: 0.55, ground: 1, colour: "ctl", groundColour: "gap", fall: true },
};

/** A hatch as a fill style for a context that is scaled to CSS pixels. */
export function hatch(kind, ratio) {
  const key = `${kind}@${ratio}`;
  let pattern = hatches.get(key);
  if (!pattern) {
    hatches.set(key, pattern = tile(kinds[kind], ratio));
  }
  return pattern;
}

function tile({ tile: size, width, stripe, ground, colour, groundColour, fall }, ratio) {
  const n = Math.max(2, Math.round(size * ratio));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = n;
  const context = canvas.getContext("2d");
  context.globalAlpha = ground;
  context.fillStyle = palette()[groundColour ?? colour];
  context.fillRect(0, 0, n, n);
  if (fall) {
    context.translate(n, 0);
    context.scale(-1, 1);
  }
  context.globalAlpha = stripe;
  context.strokeStyle = palette()[colour];
  context.lineWidth = width * ratio;
  context.beginPath();
  // The diagonal, and the corners that the neighbouring tiles' diagonals cut.
  for (const sum of [0, n, 2 * n]) {
    context.moveTo(sum + n, -n);
    context.lineTo(sum - 2 * n, 2 * n);
  }
  context.stroke();
  const pattern = context.createPattern(canvas, "repeat");
  pattern.setTransform(new DOMMatrix().scale(size / n));
  return pattern;
}
