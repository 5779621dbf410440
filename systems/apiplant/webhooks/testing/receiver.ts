/** A receiver of webhooks that answers as a test says. */

/** A message that came. */
export interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  /** Answers it with a status. */
  answer(status: number, headers?: Record<string, string>): void;
}

/** Listens on a free port of 127.0.0.1. It must be disposed. */
export class Receiver implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #arrived: Received[] = [];
  readonly #waiting: ((received: Received) => void)[] = [];
  readonly #open = new Set<() => void>();
  /** How many messages came. */
  count = 0;

  /** Listens. */
  constructor() {
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
      const body = await request.text(), answered = Promise.withResolvers<Response>();
      const end = () => answered.resolve(new Response(null, { status: 500 }));
      this.#open.add(end);
      this.count++;
      const received: Received = {
        headers: Object.fromEntries(request.headers),
        body,
        answer: (status, headers = {}) => {
          this.#open.delete(end);
          answered.resolve(new Response(null, { status, headers }));
        },
      };
      const next = this.#waiting.shift();
      if (next === undefined) this.#arrived.push(received);
      else next(received);
      return await answered.promise;
    });
  }

  /** Where it listens. */
  get port(): number {
    return this.#server.addr.port;
  }

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** The next message, which must be answered. */
  next(): Promise<Received> {
    const arrived = this.#arrived.shift();
    return arrived === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(arrived);
  }

  /** The next message, answered with a status; gives its event. */
  async take(status = 204, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
    const received = await this.next();
    received.answer(status, headers);
    return JSON.parse(received.body).data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#open) end();
    await this.#server.shutdown();
  }
}
