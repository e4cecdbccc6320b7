// How long from the start of the process until Overview answers a click in a browser that already runs:
//   node tests/AuditConsole.BrowserTests/Measurements/cold-start.cjs PUBLISHED/AuditConsole.dll [ROUNDS, 7 when left out]
const { interact, launch, load, median, start } = require("./console.cjs");

async function main([program, rounds = "7"]) {
  const browser = await launch();
  const seen = { listening: [], interactive: [], cpu: [] };
  for (let round = 0; round < Number(rounds); round++) {
    const server = await start(program);
    const page = await browser.newPage({ baseURL: server.address });
    await interact(page);
    seen.interactive.push(performance.now() - server.begun);
    seen.listening.push(server.listening);
    seen.cpu.push(server.cpu() * 1000);
    await page.close();
    await server.end();
  }
  for (const [what, values] of Object.entries(seen)) {
    console.log(`${what}: median ${Math.round(median(values))} ms, ${values.map(Math.round).join(" ")}`);
  }
  console.log(`load ${load()}`);
  await browser.close();
}

main(process.argv.slice(2)).catch(error => { console.error(error.message); process.exitCode = 1; });
