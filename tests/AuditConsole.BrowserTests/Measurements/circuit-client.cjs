// A circuit without a browser: reads a page, starts the circuit of its components as blazor.web.js does, and acknowledges what is rendered.
// Needs, in NODE_PATH, @microsoft/signalr and @microsoft/signalr-protocol-msgpack.
const { HttpTransportType, HubConnectionBuilder, LogLevel } = require("@microsoft/signalr");
const { MessagePackHubProtocol } = require("@microsoft/signalr-protocol-msgpack");

const retryAfter = 250;
const rest = time => new Promise(done => setTimeout(done, time));

class BlazorPack extends MessagePackHubProtocol {
  name = "blazorpack";
}

exports.CircuitClient = class CircuitClient {
  #server;
  #path;
  #connection;
  #closed = false;
  /** Batches rendered so far, of all its circuits. */
  batches = 0;

  /** Answers once the circuit has rendered for the first time. */
  static async connect(server, path) {
    const client = new CircuitClient();
    [client.#server, client.#path] = [server, path];
    await client.#start();
    return client;
  }

  /** Answers once a new circuit has rendered, after the one there is now has ended; tries until it has one, as a page that is reloaded does. */
  back() {
    return new Promise(done => this.#connection.onclose(async () => {
      while (!this.#closed) {
        try {
          await this.#start();
          return done();
        } catch {
          await rest(retryAfter);
        }
      }
    }));
  }

  close() { this.#closed = true; return this.#connection.stop(); }

  async #start() {
    const page = await fetch(new URL(this.#path, this.#server));
    const html = await page.text();
    const markers = [...html.matchAll(/<!--Blazor:(\{.*?\})-->/g)].map(([, json]) => JSON.parse(json)).filter(marker => marker.type === "server");
    const state = /<!--\s*Blazor-Server-Component-State:([\w+/=]+)/.exec(html)?.[1] ?? "";
    if (!page.ok || markers.length === 0) {
      throw new Error(`${page.url} answered ${page.status} with ${markers.length} interactive components.`);
    }

    const connection = this.#connection = new HubConnectionBuilder().withUrl(new URL("_blazor", this.#server).href, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .withHubProtocol(new BlazorPack()).configureLogging(LogLevel.None).build();
    const rendered = new Promise((done, failed) => {
      connection.on("JS.RenderBatch", batch => { this.batches++; connection.send("OnRenderCompleted", batch, null); done(); });
      connection.on("JS.Error", error => failed(new Error(error)));
      connection.onclose(() => failed(new Error("The circuit ended before it rendered.")));
    });
    rendered.catch(() => {});
    let objects = 0;
    connection.on("JS.BeginInvokeJS", (task, identifier) => {
      const result = identifier === "import" ? { __jsObjectId: ++objects } : null;
      connection.send("EndInvokeJSFromDotNet", task, true, JSON.stringify([task, true, result]));
    });
    for (const unanswered of ["JS.AttachComponent", "JS.EndInvokeDotNet", "JS.EndUpdateRootComponents", "JS.EndLocationChanging", "JS.BeginTransmitStream", "JS.SavePersistedState"]) {
      connection.on(unanswered, () => {});
    }

    await connection.start();
    if (!await connection.invoke("StartCircuit", `${this.#server}/`, page.url, "[]", state)) {
      throw new Error("The server refused the circuit.");
    }

    await connection.send("UpdateRootComponents", JSON.stringify({
      batchId: 1, operations: markers.map((marker, at) => ({ type: "add", ssrComponentId: at + 1, marker })),
    }), state);
    await rendered;
  }
};
