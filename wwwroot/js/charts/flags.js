// What happened, on the time axis: the glyphs of the lane as buttons that say their text when they are pointed at or have the focus.
import { say } from "../words.js";
import { dateAndClock, number } from "./format.js";
import { told } from "./table.js";

const half = 10;
const mostLines = 6;
const longest = 140;

const cut = words => words.length > longest ? `${words.slice(0, longest - 1)}…` : words;
const line = event => `${dateAndClock(event.at)} ${cut(told(event))}`;

/** Keeps buttons over the glyphs in `host`; `chosen(events)` is called with the events of a glyph that is pressed. */
export function flags(host, plot, chosen) {
  const stop = new AbortController();
  const { signal } = stop;
  const tip = document.createElement("div");
  tip.className = "flag-tip";
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  const buttons = [];
  let glyphs = [];
  let shown = null;

  function linesOf({ events }) {
    const more = events.length - mostLines;
    return [...events.slice(0, mostLines).map(line), ...(more > 0 ? [say("MoreEvents", number(more))] : [])];
  }

  function show(index) {
    shown = index;
    const glyph = glyphs[index];
    tip.replaceChildren(...linesOf(glyph).map(words => {
      const row = document.createElement("p");
      row.textContent = words;
      return row;
    }));
    tip.hidden = false;
    const room = host.clientWidth - tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(glyph.x - tip.offsetWidth / 2, room))}px`;
  }

  function hide() {
    shown = null;
    tip.hidden = true;
  }

  function add(index) {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("pointerenter", () => show(index), { signal });
    button.addEventListener("pointerleave", hide, { signal });
    button.addEventListener("focus", () => { rove(index); show(index); }, { signal });
    button.addEventListener("blur", hide, { signal });
    button.addEventListener("click", () => chosen(glyphs[index].events), { signal });
    button.addEventListener("keydown", event => {
      const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (event.key === "Escape") {
        hide();
      }
      if (buttons[to]) {
        event.preventDefault();
        event.stopPropagation();
        buttons[to].focus({ preventScroll: true });
      }
    }, { signal });
    buttons.push(button);
    host.insertBefore(button, tip);
  }

  const rove = index => buttons.forEach((button, each) => { button.tabIndex = each === index ? 0 : -1; });
  host.append(tip);

  return {
    /** Puts the buttons where the glyphs of the last picture stand. */
    place(drawn) {
      glyphs = drawn;
      host.style.top = `${plot.offsetTop}px`;
      while (buttons.length > glyphs.length) {
        buttons.pop().remove();
      }
      while (buttons.length < glyphs.length) {
        add(buttons.length);
      }
      glyphs.forEach((glyph, index) => {
        const label = glyph.events.length > 1 ? say("SeveralEvents", number(glyph.events.length), linesOf(glyph).join(" ")) : line(glyph.events[0]);
        if (buttons[index].getAttribute("aria-label") !== label) {
          buttons[index].setAttribute("aria-label", label);
        }
        buttons[index].style.left = `${glyph.x - half}px`;
      });
      if (!buttons.some(button => button.tabIndex === 0)) {
        rove(0);
      }
      if (shown !== null) {
        if (shown < glyphs.length) { show(shown); } else { hide(); }
      }
    },
    dispose() {
      stop.abort();
      host.replaceChildren();
    },
  };
}
