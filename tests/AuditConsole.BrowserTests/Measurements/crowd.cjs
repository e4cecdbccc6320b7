// What many viewers cost the console at once, circuits and hub clients, and how soon all are back when it is killed and started again:
//   node --experimental-websocket tests/AuditConsole.BrowserTests/Measurements/crowd.cjs PUBLISHED/AuditConsole [CIRCUITS, 20 when left out] [CLIENTS, 200] [SECONDS, 30]
const { load, start } = require("./console.cjs");
const { CircuitClient } = require("./circuit-client.cjs");
const { HubClient } = require("./hub-client.cjs");

const mostCircuits = 50;
const mostClients = 500;
const mostSeconds = 300;
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

async function main([program, circuits = "20", clients = "200", span = "30"]) {
  const [circuitCount, clientCount, seconds] = [Math.min(circuits, mostCircuits), Math.min(clients, mostClients), Math.min(span, mostSeconds)];
  let server = await start(program);
  // The first circuit and the first client pay for what all others find compiled.
  const opened = [await CircuitClient.connect(server.address, paths[0])];
  const hub = [await HubClient.connect(server.address)];
  await rest(20);
  const first = await measure(server, seconds);
  console.log(`one of each: ${first.resident.toFixed(0)} MB, ${first.cpu.toFixed(1)} % of a core; load ${load()}`);

  hub.push(...await Promise.all(Array.from({ length: clientCount - 1 }, () => HubClient.connect(server.address))));
  await rest(5);
  const watched = await measure(server, seconds, hub);
  console.log(`${clientCount} hub clients: ${((watched.resident - first.resident) * 1000 / clientCount).toFixed(0)} kB each, ${watched.cpu.toFixed(1)} % of a core; load ${load()}`);
  sayDelays(watched);

  while (opened.length < circuitCount) {
    opened.push(await CircuitClient.connect(server.address, paths[opened.length % paths.length]));
  }
  await rest(5);
  const crowded = await measure(server, seconds, hub);
  console.log(`${circuitCount} circuits besides: ${((crowded.resident - watched.resident) / (circuitCount - 1)).toFixed(2)} MB each (${crowded.resident.toFixed(0)} MB in all), ${crowded.cpu.toFixed(1)} % of a core; load ${load()}`);
  sayDelays(crowded);

  const { port } = new URL(server.address);
  const killed = performance.now();
  const since = () => performance.now() - killed;
  const [backAgain, circuitsAgain] = [hub, opened].map(all => all.map(client => client.back().then(since)));
  await server.end({ keep: true });
  server = await start(program, { port, state: server.state });
  const listening = since();
  const [clientsBack, circuitsBack] = [await Promise.all(backAgain), await Promise.all(circuitsAgain)];
  const said = times => `${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;
  console.log(`killed and started again: listening after ${Math.round(listening)} ms, hub clients back after ${said(clientsBack)}, circuits after ${said(circuitsBack)}`);
  [...hub, ...opened].forEach(client => client.close());
  await server.end();
}

main(process.argv.slice(2)).catch(error => { console.error(error); process.exit(1); });
