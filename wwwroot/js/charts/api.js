// Reads of the HTTP API, and the server's clock as its answers tell it.

let offset = 0;

/** Now by the server's clock, in Unix milliseconds, good to a second; the browser's own until the first answer. */
export const serverNow = () => Date.now() + offset;

/** Fetches `api/v1/hosts/{host}/{path}`; a refusal becomes an Error with the server's own sentence. */
export async function get(host, path, query = {}, signal = undefined) {
  const url = new URL(`api/v1/hosts/${encodeURIComponent(host)}/${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    url.searchParams.set(name, value);
  }
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  const date = Date.parse(response.headers.get("date") ?? "");
  if (!Number.isNaN(date)) {
    const drift = date - Date.now();
    // The header is cut to whole seconds: a difference below that says nothing.
    offset = Math.abs(drift) > 1500 ? drift : 0;
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Error(problem?.detail ?? `The server answered ${response.status} ${response.statusText}.`);
  }
  return response.json();
}

export const iso = ms => new Date(ms).toISOString();

/** A row of `polls` with its times in Unix milliseconds. */
export function toWindow(row) {
  return { ...row, from: Date.parse(row.from), to: Date.parse(row.to), peakAt: row.peak_at ? Date.parse(row.peak_at) : null };
}

/** A row of `activity` with its time in Unix milliseconds, and its reason told with its text. */
export function toEvent(row) {
  return { ...row, at: Date.parse(row.at), text: row.reason ? `${row.text} Reason: ${row.reason}` : row.text };
}

/** Runs `load` until it succeeds or `signal` aborts; tells `failed` each time, and waits longer after each. */
export async function persist(load, failed, signal) {
  for (let pause = 1000; !signal.aborted; pause = Math.min(2 * pause, 10_000)) {
    try {
      return await load();
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      failed(error);
      await new Promise(resume => {
        const timer = setTimeout(resume, pause);
        signal.addEventListener("abort", () => { clearTimeout(timer); resume(); }, { once: true });
      });
    }
  }
  return undefined;
}
