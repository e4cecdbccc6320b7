// One connection to /hubs/audit for the whole page. Streams of the same name and arguments are shared, come back after
// every interruption, and end with their last reader; the connection ends with its last stream. While the tab is hidden nothing is read.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

const firstDelay = 500;
const longestDelay = 10_000;
const idleBeforeClosing = 2_000;
const hiddenBeforeResting = 2_000;

const streams = new Map();
let connection;
let opening = false;
let resting = false;
let restTimer = 0;
let state = "idle";
let lastMessage = 0;
let failures = 0;
let retryTimer = 0;
let closeTimer = 0;
let statusTimer = 0;

/**
 * Reads a stream until the returned function is called.
 * `next` gets each item; `restored` is called when the stream runs again after an interruption, whose items are missing.
 */
export function subscribe(name, args, { next, restored }) {
  const key = JSON.stringify([name, args]);
  let stream = streams.get(key);
  if (!stream) {
    streams.set(key, stream = { name, args, readers: new Set(), running: null, interrupted: false, failures: 0, timer: 0 });
  }
  const reader = { next, restored };
  stream.readers.add(reader);
  clearTimeout(closeTimer);
  if (connection?.state === "Connected") {
    run(stream);
  } else {
    open();
  }
  return () => {
    if (!stream.readers.delete(reader) || stream.readers.size > 0) {
      return;
    }
    streams.delete(key);
    clearTimeout(stream.timer);
    stream.running?.dispose();
    stream.running = null;
    if (streams.size === 0) {
      closeTimer = setTimeout(close, idleBeforeClosing);
    }
  };
}

/** `{ state: "idle" | "connecting" | "connected" | "reconnecting", age }`; age in seconds since the last message, null before the first. */
export function status() {
  return { state, age: lastMessage ? (performance.now() - lastMessage) / 1000 : null };
}

/** The event `hub-status` on `document` carries the status whenever the state changes, and once a second while streams run. */
function announce(now) {
  state = now ?? state;
  document.dispatchEvent(new CustomEvent("hub-status", { detail: status() }));
}

function delay(attempts) {
  return Math.min(firstDelay * 2 ** attempts, longestDelay);
}

function build() {
  const built = new HubConnectionBuilder()
    .withUrl(new URL("hubs/audit", document.baseURI).href)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: retry => delay(retry.previousRetryCount) })
    .configureLogging(LogLevel.None)
    .build();
  built.onreconnecting(() => {
    interrupt();
    announce("reconnecting");
  });
  built.onreconnected(() => {
    announce("connected");
    runAll();
  });
  // Reached without close() only when the server ended the connection for good.
  built.onclose(() => {
    interrupt();
    if (built === connection && streams.size > 0) {
      connection = undefined;
      announce("reconnecting");
      retryTimer = setTimeout(open, firstDelay);
    }
  });
  return built;
}

async function open() {
  if (opening || resting || streams.size === 0 || connection?.state === "Reconnecting") {
    return;
  }
  opening = true;
  clearTimeout(retryTimer);
  statusTimer ||= setInterval(announce, 1000);
  connection ??= build();
  announce(failures > 0 ? "reconnecting" : "connecting");
  const started = connection;
  try {
    await started.start();
    if (started === connection) {
      failures = 0;
      announce("connected");
      runAll();
    }
  } catch {
    if (started === connection) {
      announce("reconnecting");
      retryTimer = setTimeout(open, delay(failures++));
    }
  } finally {
    opening = false;
  }
  // Hidden and shown again meanwhile.
  if (!connection && streams.size > 0) {
    open();
    return;
  }
  if (streams.size === 0) {
    closeTimer = setTimeout(close, idleBeforeClosing);
  }
}

function close() {
  if (streams.size === 0 && !opening) {
    end();
  }
}

function end() {
  clearTimeout(retryTimer);
  clearInterval(statusTimer);
  statusTimer = 0;
  const ended = connection;
  connection = undefined;
  failures = 0;
  lastMessage = 0;
  ended?.stop();
  announce("idle");
}

// What ran while nobody looked is read anew by each reader's `restored`.
document.addEventListener("visibilitychange", () => {
  clearTimeout(restTimer);
  if (document.hidden) {
    restTimer = setTimeout(rest, hiddenBeforeResting);
  } else if (resting) {
    resting = false;
    open();
  }
});

function rest() {
  resting = true;
  if (streams.size > 0) {
    interrupt();
    end();
  }
}

function runAll() {
  for (const stream of streams.values()) {
    run(stream);
  }
}

function run(stream) {
  if (stream.running || stream.readers.size === 0) {
    return;
  }
  clearTimeout(stream.timer);
  const again = () => {
    stream.running = null;
    stream.interrupted = true;
    if (connection?.state === "Connected" && stream.readers.size > 0) {
      stream.timer = setTimeout(() => connection?.state === "Connected" && run(stream), delay(stream.failures++));
    }
  };
  stream.running = connection.stream(stream.name, ...stream.args).subscribe({
    next(item) {
      lastMessage = performance.now();
      stream.failures = 0;
      for (const reader of stream.readers) {
        reader.next(item);
      }
    },
    complete: again,
    error: again,
  });
  if (stream.interrupted) {
    stream.interrupted = false;
    for (const reader of stream.readers) {
      reader.restored?.();
    }
  }
}

function interrupt() {
  for (const stream of streams.values()) {
    stream.running = null;
    stream.interrupted = true;
    clearTimeout(stream.timer);
  }
}
