// What many viewers cost the console at once, pages and hub clients, and how soon all are back when it is killed and started again:
//   node --experimental-websocket tests/AuditConsole.BrowserTests/Measurements/crowd.cjs PUBLISHED/AuditConsole.dll [PAGES, 20 when left out] [CLIENTS, 200] [SECONDS, 30]
const { launch, load, start } = require("./console.cjs");
const { HubClient } = require("./hub-client.cjs");

const mostPages = 50;
const mostClients = 500;
const mostSeconds = 300;
const patience = 120_000;
const paths = ["/", "/history", "/tuning", "/alerts", "/activity", "/configure", "/lab", "/health"];
const rest = seconds => new Promise(done => setTimeout(done, seconds * 1000));

/** Processor time in per cent of a core, memory, and what clients saw meanwhile. */
async function measure(server, seconds, clients = []) {
  clients.forEach(client => client.forget());
  const before = server.cpu();
  await rest(seconds);
  return { cpu: ((server.cpu() - before) / seconds) * 100, resident: server.resident(), delays: clients.flatMap(client => client.delays).sort((a, b) => a - b), counts: clients.map(client => client.delays.length) };
}

function sayDelays({ delays, counts }) {
  const at = share => Math.round(delays[Math.min(delays.length - 1, Math.floor(delays.length * share))]);
  console.log(`snapshots per client ${Math.min(...counts)} to ${Math.max(...counts)}; delay p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)} ms`);
}

async function main([program, pages = "20", clients = "200", span = "30"]) {
  const [pageCount, clientCount, seconds] = [Math.min(pages, mostPages), Math.min(clients, mostClients), Math.min(span, mostSeconds)];
  const browser = await launch();
  let server = await start(program);
  const openPage = async path => {
    const page = await browser.newPage({ baseURL: server.address });
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  };
  // The first page and the first client pay for what all others find compiled.
  const opened = [await openPage(paths[0])];
  const hub = [await HubClient.connect(server.address)];
  await rest(20);
  const first = await measure(server, seconds);
  console.log(`one of each: ${first.resident.toFixed(0)} MB, ${first.cpu.toFixed(1)} % of a core; load ${load()}`);

  hub.push(...await Promise.all(Array.from({ length: clientCount - 1 }, () => HubClient.connect(server.address))));
  await rest(5);
  const watched = await measure(server, seconds, hub);
  console.log(`${clientCount} hub clients: ${((watched.resident - first.resident) * 1000 / clientCount).toFixed(0)} kB each, ${watched.cpu.toFixed(1)} % of a core; load ${load()}`);
  sayDelays(watched);

  while (opened.length < pageCount) {
    opened.push(await openPage(paths[opened.length % paths.length]));
  }
  await rest(5);
  const crowded = await measure(server, seconds, hub);
  console.log(`${pageCount} pages besides: ${((crowded.resident - watched.resident) / (pageCount - 1)).toFixed(2)} MB each (${crowded.resident.toFixed(0)} MB in all), ${crowded.cpu.toFixed(1)} % of a core; load ${load()}`);
  sayDelays(crowded);

  const { port } = new URL(server.address);
  await Promise.all(opened.map(page => page.evaluate(() => { globalThis.before = true; })));
  await server.end({ keep: true });
  const killed = performance.now();
  const since = () => performance.now() - killed;
  const backAgain = hub.map(client => client.back().then(since));
  server = await start(program, { port, state: server.state });
  const listening = since();
  // A page is back when it is another one than before and has its heading, which only a circuit renders.
  const pagesBack = await Promise.all(opened.map(async page => {
    await page.waitForFunction(() => !globalThis.before && document.querySelector("h1"), undefined, { timeout: patience, polling: 50 });
    return since();
  }));
  const clientsBack = await Promise.all(backAgain);
  const said = times => `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;
  console.log(`killed and started again: listening after ${Math.round(listening)} ms, hub clients back after ${said(clientsBack)}, pages after ${said(pagesBack)}`);
  hub.forEach(client => client.close());
  await browser.close();
  await server.end();
}

main(process.argv.slice(2)).catch(error => { console.error(error); process.exit(1); });
