/** Reads a stream of Server-Sent Events, for tests. */
import { parseExact } from "../../json/parse.ts";
import type { Json } from "../../json/json.ts";

/** One event of a stream. */
export interface SentEvent {
  readonly id: string | null;
  readonly event: string;
  /** As JSON; `null` without data. */
  readonly data: Json;
}

/** A client of a stream. It must be disposed. */
export class SseReader implements AsyncDisposable {
  readonly response: Response;
  readonly comments: string[] = [];
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(response: Response) {
    this.response = response;
    this.#reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Opens a stream. */
  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<SseReader> {
    const response = await fetch(url, { headers: { accept: "text/event-stream", ...headers } });
    if (response.status !== 200) throw new Error(await response.text());
    return new SseReader(response);
  }

  /** The next event, or `null` at the end. */
  async next(): Promise<SentEvent | null> {
    for (;;) {
      const end = this.#text.indexOf("\n\n");
      if (end === -1) {
        const { done, value } = await this.#reader.read();
        if (done) return null;
        this.#text += value;
        continue;
      }
      const block = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      const field = (name: string) =>
        block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (block.startsWith(": ")) this.comments.push(block.slice(2));
      const event = field("event");
      if (event !== undefined) return { id: field("id") ?? null, event, data: parseExact(field("data") ?? "null", 80) };
    }
  }

  /** The next events. */
  async take(count: number): Promise<SentEvent[]> {
    const events: SentEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (event === null) throw new Error(`The stream ended after ${events.length} events`);
      events.push(event);
    }
    return events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader.cancel().catch(() => {});
  }
}
