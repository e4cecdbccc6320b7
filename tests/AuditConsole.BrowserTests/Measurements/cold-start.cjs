// How long from the start of the process until Overview answers a click in a browser that already runs and has a tab open:
//   node tests/AuditConsole.BrowserTests/Measurements/cold-start.cjs PUBLISHED/AuditConsole [ROUNDS, 7 when left out]
const { launch, load, median, start } = require("./console.cjs");

/** In the page: presses Reset… as soon as it is there, and tells when the dialog that answers is to be seen. */
function press() {
  const now = () => performance.timeOrigin + performance.now();
  const seen = globalThis.seen = {};
  new MutationObserver(() => {
    const button = [...document.querySelectorAll("button")].find(candidate => candidate.textContent.trim() === "Reset…");
    if (!seen.button && button?.checkVisibility()) {
      seen.button = now();
      button.click();
    } else if (seen.button && !seen.interactive && document.querySelector("dialog[open]")) {
      seen.interactive = now();
      console.log("interactive");
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

async function main([program, rounds = "7"]) {
  const browser = await launch();
  const measured = { listening: [], page: [], button: [], interactive: [], cpu: [] };
  for (let round = 0; round < Number(rounds); round++) {
    const tab = await browser.newPage();
    await tab.addInitScript(press);
    const server = await start(program);
    const answered = tab.waitForEvent("console", message => message.text() === "interactive");
    await tab.goto(server.address, { waitUntil: "commit" });
    await answered;
    measured.cpu.push(server.cpu() * 1000);
    const seen = await tab.evaluate(() => ({ ...globalThis.seen, page: performance.timeOrigin + performance.getEntriesByType("navigation")[0].responseEnd }));
    measured.listening.push(server.listening);
    for (const [what, at] of Object.entries(seen)) measured[what].push(at - performance.timeOrigin - server.begun);
    await tab.close();
    await server.end();
  }
  for (const [what, values] of Object.entries(measured)) {
    console.log(`${what}: median ${Math.round(median(values))} ms, ${values.map(Math.round).join(" ")}`);
  }
  console.log(`load ${load()}`);
  await browser.close();
}

main(process.argv.slice(2)).catch(error => { console.error(error.message); process.exitCode = 1; });
