/** How fast many readers of the event stream get what happens. */
import { define, fill, post } from "./measure.ts";
import { type Program, residentBytes } from "./program.ts";

/** What was measured. */
export interface Followed {
  /** From a creation's request until each reader has its event, in milliseconds. */
  readonly times: readonly number[];
  /** Frames a second, of all readers together, while many events come at once. */
  readonly rate: number;
  /** How many bytes the server grew for each reader. */
  readonly bytes: number;
}

const FRAME = new TextEncoder().encode("\nevent: instance.created\n");

/** A reader that counts events, without parsing them. */
class Reader implements Disposable {
  count = 0;
  readonly #connection: Deno.TcpConn;
  #wake: () => void = () => {};
  #matched = 0;

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connects, and reads until it is disposed. */
  static async open({ url }: Program): Promise<Reader> {
    const reader = new Reader(await Deno.connect({ hostname: url.hostname, port: Number(url.port) }));
    const head = `GET /events HTTP/1.1\r\nhost: ${url.host}\r\naccept: text/event-stream\r\n\r\n`;
    await reader.#connection.write(new TextEncoder().encode(head));
    const buffer = new Uint8Array(64 * 1024);
    // The first bytes say that the stream has begun.
    await reader.#connection.read(buffer);
    void reader.#read(buffer);
    return reader;
  }

  /** Resolves when it has so many events. */
  async has(count: number): Promise<void> {
    while (this.count < count) await new Promise<void>((resolve) => this.#wake = resolve);
  }

  async #read(buffer: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let read; (read = await this.#connection.read(buffer).catch(() => null)) !== null;) {
      for (let at = 0; at < read; at++) {
        if (buffer[at] === FRAME[this.#matched]) this.#matched++;
        else this.#matched = buffer[at] === FRAME[0] ? 1 : 0;
        if (this.#matched < FRAME.length) continue;
        this.#matched = 0;
        this.count++;
      }
      this.#wake();
    }
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/** Opens readers, and makes events for a time, and then many at once. */
export async function followed(models: Program, count: number, ms: number): Promise<Followed> {
  using opened = new DisposableStack();
  await define(models, 0);
  const before = await residentBytes(models.pid), readers: Reader[] = [];
  for (let at = 0; at < count; at++) readers.push(opened.use(await Reader.open(models)));
  const bytes = (await residentBytes(models.pid) - before) / count, times: number[] = [];
  const until = performance.now() + ms;
  for (let events = 1; performance.now() < until; events++) {
    const asked = performance.now(),
      all = readers.map((reader) => reader.has(events).then(() => void times.push(performance.now() - asked)));
    await post(models);
    await Promise.all(all);
  }
  const many = 200, wanted = readers[0]!.count + many, since = performance.now();
  const all = Promise.all(readers.map((reader) => reader.has(wanted)));
  await fill(models, many);
  await all;
  return { times, rate: many * count / (performance.now() - since) * 1_000, bytes };
}
