// The column pointed at, shaded through the plot and all strips below it. An element of its own, so that pointing draws no picture again.

/** Adds the crosshair to the plot's element; `place(left, right, top, bottom)` in CSS pixels, or `hide()`. */
export function crosshair(host) {
  const band = document.createElement("div");
  band.className = "crosshair";
  band.setAttribute("aria-hidden", "true");
  band.hidden = true;
  host.append(band);
  return {
    place(left, right, top, bottom) {
      band.hidden = false;
      band.style.transform = `translate(${left}px, ${top}px)`;
      band.style.width = `${Math.max(2, right - left)}px`;
      band.style.height = `${bottom - top}px`;
    },
    hide() {
      band.hidden = true;
    },
    dispose: () => band.remove(),
  };
}
