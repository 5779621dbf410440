/**
 * A page's socket, as tests use it.
 *
 * @module
 */
import type { Down, Up } from "../api.ts";
import type { Console } from "../serve_console.ts";

/** What the socket has brought, in order. */
export class Page implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #messages: Down[] = [];
  #wake: () => void = () => {};
  /** Resolves with the code that it was closed with. */
  readonly closed: Promise<number>;
  /** The reason that it was closed with; empty before. */
  reason = "";

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) =>
      socket.onclose = ({ code, reason }) => {
        this.reason = reason;
        resolve(code);
      }
    );
    socket.onmessage = ({ data }) => {
      this.#messages.push(JSON.parse(data));
      this.#wake();
    };
  }

  /** Opens a socket that has shown no token. */
  static async without({ address }: Console): Promise<Page> {
    const origin = new URL(address).origin;
    const socket = new WebSocket(`${address.replace("http", "ws")}api/live`, { headers: { origin } });
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Page(socket);
  }

  /** Opens a socket with a token of its own. */
  static async open(running: Console): Promise<Page> {
    const [address, ticket] = running.open().split("#"), origin = new URL(address!).origin;
    const headers = { origin, "content-type": "application/json" };
    const answer = await fetch(`${address}api/ticket`, { method: "POST", headers, body: JSON.stringify({ ticket }) });
    const page = await Page.without(running);
    page.send({ token: (await answer.json()).token });
    await page.next();
    return page;
  }

  /** Sends a message. */
  send(message: Up): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** The next message. */
  async next(): Promise<Down> {
    while (this.#messages.length === 0) await new Promise<void>((resolve) => this.#wake = resolve);
    return this.#messages.shift()!;
  }

  /** Closes the socket. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.closed;
  }
}
