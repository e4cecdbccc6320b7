// Takes docs/overview.png again: the overview of a fresh engine after some minutes of workload. Build this project first, then
//   node tests/AuditConsole.BrowserTests/Screenshots/overview.cjs [MINUTES, 5 when left out]
const { spawn } = require("node:child_process");
const { existsSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");

const root = resolve(__dirname, "../../..");
const build = ["Debug", "Release"].map(name => `bin/${name}/net10.0`).find(folder => existsSync(join(root, "src/AuditConsole", folder, "AuditConsole.dll")));
const { chromium } = require(join(root, "tests/AuditConsole.BrowserTests", build, ".playwright/package"));
const minutes = Number(process.argv[2] ?? 5);

async function main() {
  const state = mkdtempSync(join(tmpdir(), "auditconsole-"));
  const engine = spawn("dotnet", [join(root, "src/AuditConsole", build, "AuditConsole.dll"), "--urls", "http://127.0.0.1:0"], {
    cwd: root, env: { ...process.env, AuditConsole__Source: "engine", AuditConsole__StateDirectory: state },
  });
  try {
    const address = await new Promise((found, failed) => {
      engine.stdout.on("data", words => { const match = /listening on: (\S+)/.exec(words); if (match) { found(match[1]); } });
      engine.on("exit", code => failed(new Error(`The console ended with ${code}.`)));
    });
    await new Promise(done => setTimeout(done, minutes * 60_000));
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
    const page = await browser.newPage({ baseURL: address, viewport: { width: 1440, height: 900 }, colorScheme: "light" });
    await page.goto("/");
    for (const chart of ["live", "peaks"]) {
      await page.locator(`[data-chart=${chart}] .plot[data-state=ready]`).waitFor();
    }
    // One window more, so that the figures are all there.
    await page.waitForFunction(() => Number(document.querySelector("[data-chart=peaks] .plot").dataset.updates) > 0);
    await page.screenshot({ path: join(root, "docs/overview.png") });
    await browser.close();
  } finally {
    engine.kill();
    rmSync(state, { recursive: true, force: true });
  }
}

main().catch(error => { console.error(error); process.exitCode = 1; });
