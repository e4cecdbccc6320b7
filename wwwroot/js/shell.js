// What needs no server: theme, copying, keys, and saying that the server does not answer.
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
  }
});

function switchTheme() {
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  root.dataset.theme = theme;
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}

async function copy(button) {
  const text = button.parentElement.querySelector("code").textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // No clipboard over plain HTTP: leave the text selected for the user's own copy.
    getSelection().selectAllChildren(button.parentElement.querySelector("code"));
    button.textContent = "Selected";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1200);
}

// A control names its key in data-key; a key presses the first visible control that names it.
let pending = "", pendingAt = 0;
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector(".rz-dialog, dialog[open]")) return;
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

// blazor.web.js tells of the connection through classes of this element.
const notice = document.getElementById("components-reconnect-modal");
let lostAt = null, ticking = 0;
new MutationObserver(() => {
  if (notice.classList.contains("components-reconnect-rejected")) {
    // The console answers, but what this page was on the server went with the old process.
    location.reload();
    return;
  }
  const lost = /components-reconnect-(show|failed|rejected)/.test(notice.className);
  if (lost === (lostAt !== null)) return;
  lostAt = lost ? new Date() : null;
  if (lost) {
    root.dataset.connection = "lost";
    notice.querySelector("[data-at]").textContent = `${lostAt.toISOString().slice(11, 19)} UTC`;
    ticking = setInterval(sayAge, 1000);
    sayAge();
  } else {
    delete root.dataset.connection;
    clearInterval(ticking);
  }
}).observe(notice, { attributeFilter: ["class"] });

function sayAge() {
  notice.querySelector("[data-age]").textContent = `${Math.round((Date.now() - lostAt) / 1000)}\u00a0s`;
}

async function retry() {
  // false: the server answers, but this page's circuit is gone.
  if (await globalThis.Blazor.reconnect() === false) location.reload();
}
