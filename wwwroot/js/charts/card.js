// What both charts' cards share: buttons, readout, table, keys, and the sentence that says what the picture shows.

const sentencePause = 1000;

/**
 * Finds the parts of a card by their data attributes and wires them; `actions` are called with the button that was pressed.
 * `keys` maps key names to functions: `page` anywhere on the page, `plot` while the plot has the focus.
 */
export function wireCard(card, { actions, keys }) {
  const stop = new AbortController();
  const { signal } = stop;
  const part = name => card.querySelector(`[data-part="${name}"]`);
  const plot = part("plot");
  const table = part("table");
  const readout = part("readout");
  const boxes = new Map();
  let spokenAt = -Infinity;
  let speaking = 0;
  let tabled = table?.hidden === false;

  card.addEventListener("click", event => {
    const button = event.target.closest("button[data-action]");
    if (button) {
      actions[button.dataset.action]?.(button);
    }
  }, { signal });

  plot.addEventListener("keydown", event => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && keys.plot?.[event.key]?.() === true) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { signal });

  document.addEventListener("keydown", event => {
    const busy = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey ||
      event.target.closest?.("input, textarea, select, button, a, summary, [contenteditable], [role=dialog], dialog") ||
      document.querySelector("dialog[open], [role=dialog]");
    if (!busy && keys.page?.[event.key]?.() === true) {
      event.preventDefault();
    }
  }, { signal });

  return {
    plot,
    table,
    /** Shows the button that zooms out while there is something to zoom out of. */
    zoomed(value) {
      if (part("zoomOut").hidden === value) {
        part("zoomOut").hidden = !value;
      }
    },
    /** Shows the table in place of the plot, or the plot again. */
    tabulate(value) {
      tabled = value;
      table.hidden = !tabled;
      part("plots").hidden = tabled;
    },
    /** Says that another time is being read, and greys what is still shown; null when it is there. */
    reading(words) {
      card.toggleAttribute("data-reading", words !== null);
      const progress = part("progress");
      progress.textContent = words ?? "";
      progress.hidden = words === null;
    },
    tabled: () => tabled,
    /** Fills the readout's boxes `[[name, value]]`; null hides it and leaves its room. `spoken` reads it out. */
    read(values, spoken = false) {
      if (!readout) {
        return;
      }
      readout.setAttribute("aria-live", spoken ? "polite" : "off");
      readout.classList.toggle("empty", values === null);
      for (const [name, value] of values ?? []) {
        let box = boxes.get(name);
        if (!box) {
          boxes.set(name, box = addBox(readout, name));
        }
        if (box.textContent !== value) {
          box.textContent = value;
        }
      }
    },
    /** Keeps the picture's sentence current, at most once a second. */
    say(sentence) {
      speaking ||= setTimeout(() => {
        speaking = 0;
        spokenAt = performance.now();
        const words = sentence();
        if (plot.getAttribute("aria-label") !== words) {
          plot.setAttribute("aria-label", words);
        }
      }, Math.max(0, spokenAt + sentencePause - performance.now()));
    },
    /** Shows the legend's entries that the picture uses. */
    explain(used) {
      for (const entry of part("legend").children) {
        const hidden = entry.dataset.for !== undefined && !used.has(entry.dataset.for);
        if (entry.hidden !== hidden) {
          entry.hidden = hidden;
        }
      }
    },
    /** A sentence in place of the data; null takes it away. */
    note(words) {
      const note = part("note");
      note.textContent = words ?? "";
      note.hidden = !words;
      plot.dataset.state = words === null ? "ready" : words ? "empty" : "loading";
    },
    dispose() {
      stop.abort();
      clearTimeout(speaking);
    },
  };
}

function addBox(readout, name) {
  const group = document.createElement("div");
  const term = document.createElement("dt");
  const value = document.createElement("dd");
  term.textContent = name;
  group.dataset.box = name;
  group.append(term, value);
  readout.append(group);
  return value;
}

export function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}

/** Marks one of a group's buttons as the chosen one. */
export function choose(button) {
  for (const each of button.parentElement.children) {
    press(each, each === button);
  }
}

/** Writes what browser tests read; attributes that did not change are left alone. */
export function publish(element, values) {
  for (const [name, value] of Object.entries(values)) {
    const words = value == null ? "" : String(value);
    if (element.dataset[name] !== words) {
      element.dataset[name] = words;
    }
  }
}
