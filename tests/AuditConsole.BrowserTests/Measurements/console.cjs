// A console of its own for a measurement: a published AuditConsole on the engine, and Chromium to look at it.
const { spawn } = require("node:child_process");
const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");

const tests = resolve(__dirname, "..");
const build = ["Release", "Debug"].map(name => join(tests, `bin/${name}/net10.0/.playwright/package`)).find(existsSync);
const ticksPerSecond = 100;
const bytesPerPage = 4096;

/** Starts the program on a free port, or on another's with its state folder, and answers once it listens. */
exports.start = async function start(program, { port = 0, source = "engine", state = mkdtempSync(join(tmpdir(), "auditconsole-")) } = {}) {
  const begun = performance.now();
  const server = spawn(resolve(program), ["--urls", `http://127.0.0.1:${port}`], {
    cwd: "/", env: { ...process.env, AuditConsole__Source: source, AuditConsole__StateDirectory: state },
  });
  let said = "";
  const address = await new Promise((found, failed) => {
    server.stdout.on("data", words => { said += words; const match = /listening on: (\S+)/.exec(said); if (match) { found(match[1]); } });
    server.on("exit", code => failed(new Error(`The console ended with ${code}.`)));
  });
  const stat = () => readFileSync(`/proc/${server.pid}/stat`, "utf8").replace(/.*\) /, "").split(" ");
  return {
    address, state, begun, listening: performance.now() - begun,
    /** The link that makes the first account, where it printed one. */
    setup: () => /\S+\/setup\?\S+/.exec(said)?.[0],
    /** Processor time in milliseconds and switches of each of its threads, by name. */
    threads: () => readdirSync(`/proc/${server.pid}/task`).map(task => {
      const [ran, , switches] = readFileSync(`/proc/${server.pid}/task/${task}/schedstat`, "utf8").split(" ");
      return { task, name: readFileSync(`/proc/${server.pid}/task/${task}/comm`, "utf8").trim(), ran: ran / 1e6, switches: Number(switches) };
    }),
    /** Processor time used so far, in seconds. */
    cpu: () => (Number(stat()[11]) + Number(stat()[12])) / ticksPerSecond,
    /** Resident memory now, in megabytes. */
    resident: () => Number(stat()[21]) * bytesPerPage / 1e6,
    /** Kills it; its state folder stays for the next one where that is wanted. */
    end: ({ keep = false } = {}) => new Promise(done => {
      server.on("exit", () => { if (!keep) { rmSync(state, { recursive: true, force: true }); } done(); });
      server.kill("SIGKILL");
    }),
  };
};

exports.launch = () => require(build).chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

exports.load = () => readFileSync("/proc/loadavg", "utf8").split(" ")[0];

exports.median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
