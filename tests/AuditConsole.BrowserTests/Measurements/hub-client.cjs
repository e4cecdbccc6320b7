// A client of the hub's Snapshots over a bare WebSocket, that comes back by itself when the server is gone.
const endOfMessage = "\x1e";
const retryAfter = 250;

exports.HubClient = class HubClient {
  #address;
  #socket;
  #closed = false;
  #arrived;
  #waiting = null;
  /** How much later than sampled each snapshot came, in milliseconds; both are clocks of one machine. */
  delays = [];

  /** Answers once the first snapshot is there. */
  static async connect(server) {
    const client = new HubClient();
    client.#address = new URL("hubs/audit", server.replace("http", "ws")).href;
    const first = client.back();
    client.#open();
    await first;
    return client;
  }

  forget() { this.delays = []; }

  /** Answers with the first snapshot of another connection than the one there is now. */
  back() { return new Promise(done => { this.#arrived = { done, before: this.#socket }; }); }

  close() { this.#closed = true; this.#socket.close(); }

  #open() {
    const socket = this.#socket = new WebSocket(this.#address);
    socket.onopen = () => socket.send(`{"protocol":"json","version":1}${endOfMessage}{"type":4,"invocationId":"1","target":"Snapshots","arguments":["engine"]}${endOfMessage}`);
    socket.onmessage = ({ data }) => data.split(endOfMessage).filter(Boolean).forEach(message => this.#take(JSON.parse(message), socket));
    // A connection that is refused ends with an error alone.
    socket.onclose = socket.onerror = () => {
      if (!this.#closed && this.#socket === socket && !this.#waiting) {
        this.#waiting = setTimeout(() => { this.#waiting = null; this.#open(); }, retryAfter);
      }
    };
  }

  #take({ type, item }, socket) {
    if (type === 2) {
      this.delays.push(Date.now() - Date.parse(item.at));
      if (this.#arrived && this.#arrived.before !== socket) {
        this.#arrived.done();
        this.#arrived = null;
      }
    }
  }
};
