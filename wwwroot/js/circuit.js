// The page's circuit: connected again soon after an interruption, and the word of it while it lasts.
const soon = 500;
const spread = 250;
const soonAttempts = 40;
const later = 5_000;

// A restarted console is back within seconds, and all its pages want in at once. An open page tries as long as it is open.
const retryAfter = attempt => attempt === 0 ? 0 : (attempt < soonAttempts ? soon : later) + Math.random() * spread;

// The sign-in has no circuit.
globalThis.Blazor?.start({ circuit: { reconnectionOptions: { retryIntervalMilliseconds: retryAfter } } });

// blazor.web.js tells of the connection through classes of this element.
const notice = document.getElementById("components-reconnect-modal");
let lostAt = null, ticking = 0;
// The sign-in has no connection to lose.
if (notice) new MutationObserver(() => {
  if (notice.classList.contains("components-reconnect-rejected")) {
    // The console answers, but what this page was on the server went with the old process.
    location.reload();
    return;
  }
  const lost = /components-reconnect-(show|failed|rejected)/.test(notice.className);
  if (lost === (lostAt !== null)) return;
  lostAt = lost ? new Date() : null;
  if (lost) {
    document.documentElement.dataset.connection = "lost";
    notice.querySelector("[data-at]").textContent = `${lostAt.toISOString().slice(11, 19)} UTC`;
    ticking = setInterval(sayAge, 1000);
    sayAge();
  } else {
    delete document.documentElement.dataset.connection;
    clearInterval(ticking);
  }
}).observe(notice, { attributeFilter: ["class"] });

function sayAge() {
  notice.querySelector("[data-age]").textContent = `${Math.round((Date.now() - lostAt) / 1000)}\u00a0s`;
}

/** Tries at once. */
export async function retry() {
  // false: the server answers, but this page's circuit is gone.
  if (await globalThis.Blazor.reconnect() === false) location.reload();
}
