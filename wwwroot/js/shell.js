// What needs no server: theme, copying and keys.
import { retry } from "./circuit.js";
import { say } from "./words.js";
const root = document.documentElement;
const keySequenceMs = 1200;

document.addEventListener("click", event => {
  const target = event.target.closest?.("[data-act]");
  switch (target?.dataset.act) {
    case "theme": switchTheme(); break;
    case "copy": copy(target); break;
    case "keys": document.getElementById("keys")?.showModal(); break;
    case "close": target.closest("dialog")?.close(); break;
    case "retry": retry(); break;
    case "reload": location.reload(); break;
    case "print": print(); break;
  }
});

const themes = ["light", "dark", "contrast", "contrast-dark"];

function switchTheme() {
  const theme = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

// Paper is light whatever the screen is.
let onScreen = root.dataset.theme;
addEventListener("beforeprint", () => { onScreen = root.dataset.theme; root.dataset.theme = "light"; });
addEventListener("afterprint", () => { root.dataset.theme = onScreen; });

async function copy(button) {
  const text = button.parentElement.querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = say("CopyDone");
  } catch {
    // No clipboard over plain HTTP: leave the text selected for the user's own copy.
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    button.textContent = say("CopySelected");
  }
  setTimeout(() => { button.textContent = say("Copy"); }, 1200);
}

// A control names its key in data-key; a key presses the first visible control that names it.
let pending = "", pendingAt = 0;
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === " " && event.target.closest?.("button, a, summary")) return;
  const name = event.key === " " ? "space" : event.key;
  const sequence = pending && event.timeStamp - pendingAt < keySequenceMs ? `${pending} ${name}` : name;
  pending = sequence === "g" ? "g" : "";
  pendingAt = event.timeStamp;
  const control = [...document.querySelectorAll(`[data-key="${CSS.escape(sequence)}"]`)].find(e => e.checkVisibility());
  if (!control) return;
  event.preventDefault();
  control.focus({ preventScroll: true }); // a dialog gives the focus back to where it was opened
  control.click();
});
