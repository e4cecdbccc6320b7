// What the console takes of a processor when it has run for a while, by thread:
//   node tests/AuditConsole.BrowserTests/Measurements/steady.cjs PUBLISHED/AuditConsole [kernel|engine, kernel when left out] [PAGES, 1] [SECONDS, 40]
const { launch, load, start } = require("./console.cjs");

const mostPages = 10;
const mostSeconds = 300;
// By then the runtime has compiled anew what it found to be hot.
const settling = 120;
const rest = seconds => new Promise(done => setTimeout(done, seconds * 1000));

async function signUp(context, link) {
  const page = await context.newPage();
  await page.goto(link);
  for (const field of await page.locator("input:not([type=hidden])").all()) {
    await field.fill(await field.getAttribute("type") === "password" ? "a-password-for-measuring" : "measurer");
  }
  await page.locator("button[type=submit]").first().click();
  await page.waitForURL(url => url.pathname !== "/setup");
  await page.close();
}

async function main([program, source = "kernel", pages = "1", span = "40"]) {
  const [count, seconds] = [Math.min(pages, mostPages), Math.min(span, mostSeconds)];
  const server = await start(program, { source });
  const browser = count > 0 ? await launch() : undefined;
  if (browser) {
    const context = await browser.newContext({ baseURL: server.address });
    if (source === "kernel") {
      await rest(1);
      await signUp(context, server.setup());
    }
    for (let page = 0; page < count; page++) {
      const opened = await context.newPage();
      await opened.goto("/");
      await opened.getByRole("heading", { level: 1 }).waitFor();
    }
  }
  await rest(settling);
  const [cpu, threads] = [server.cpu(), new Map(server.threads().map(thread => [thread.task, thread]))];
  await rest(seconds);
  console.log(`${count} pages: ${((server.cpu() - cpu) / seconds * 100).toFixed(2)} % of a core; load ${load()}`);
  const byName = new Map();
  for (const { task, name, ran, switches } of server.threads()) {
    const before = threads.get(task) ?? { ran: 0, switches: 0 };
    const sum = byName.get(name) ?? { ran: 0, switches: 0 };
    byName.set(name, { ran: sum.ran + ran - before.ran, switches: sum.switches + switches - before.switches });
  }
  for (const [name, { ran, switches }] of [...byName].sort(([, a], [, b]) => b.ran - a.ran).slice(0, 8)) {
    console.log(`  ${name}: ${(ran / seconds / 10).toFixed(2)} %, ${Math.round(switches / seconds)} switches a second`);
  }
  await browser?.close();
  await server.end();
}

main(process.argv.slice(2)).catch(error => { console.error(error.message); process.exit(1); });
