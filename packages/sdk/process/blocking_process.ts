/**
 * A process of a driver's own that blocks while it works, and is killed if it does not stop.
 *
 * @module
 */
import { ConnectionError, onAbort } from "@fluxwire/transport";
import { contentOf, MessageReader } from "./message_reader.ts";
import { HEADER_BYTES, KIND, writeHeader } from "./messages.ts";

/** As many characters as a header has bytes. */
const ROOM = " ".repeat(HEADER_BYTES);

const encoder = new TextEncoder();

/** What a process says of a request: its end, with the bytes of its rows in pieces, or its failure. */
export type Said<E, F> = { readonly end: E; readonly chunks: Uint8Array[] } | { readonly failure: F };

/** Whether a thread of the process waits for a cancel, and so has the standard input. */
interface Watched {
  isWatched: boolean;
}

/**
 * A process that serves requests by `serveRequests` of `@fluxwire/sdk/process/child`. Requests, ends and failures are plain
 * data that travels as JSON; rows travel as bytes, which `@fluxwire/sdk/rows` encodes. One request runs at a time.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 * import { BlockingProcess } from "@fluxwire/sdk/process";
 *
 * const program = `
 *   import { serveRequests } from "${import.meta.resolve("@fluxwire/sdk/process/child")}";
 *   serveRequests(() => ({ a, b }) => ({ end: { sum: a + b } }));
 * `;
 * const command = new Deno.Command(Deno.execPath(), {
 *   args: ["run", "--no-prompt", "--quiet", `data:text/javascript,${encodeURIComponent(program)}`],
 *   stdin: "piped",
 *   stdout: "piped",
 * });
 * const process = new BlockingProcess<object, { sum: number }, never>(command.spawn());
 * const said = await process.ask({ a: 1, b: 2 }, new AbortController().signal);
 * deepStrictEqual("end" in said && said.end.sum, 3);
 * await process.end();
 * ```
 */
export class BlockingProcess<Q extends object, E extends object, F extends object> {
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #messages: MessageReader;
  readonly #graceMs: number;
  #isWatched = false;
  #isOver = false;

  /**
   * Takes over a process.
   *
   * @param child Its standard input and output are piped.
   * @param graceMs How long a cancelled request may take to end by itself, in milliseconds; then the process is killed.
   */
  constructor(child: Deno.ChildProcess, graceMs: number = 40) {
    this.#child = child;
    this.#graceMs = graceMs;
    this.#messages = new MessageReader(child.stdout);
    this.#writer = child.stdin.getWriter();
    // Reading meets the end.
    this.#writer.closed.catch(() => {});
    child.status.then(() => this.#isOver = true);
  }

  /** The id of the process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it has ended, or is about to. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** How it ended, once it has. */
  get status(): Promise<Deno.CommandStatus> {
    return this.#child.status;
  }

  /**
   * Waits for what the process says without a request, such as that it is ready. If the signal aborts, it is killed.
   *
   * @throws {ConnectionError} when the process has ended.
   */
  next(signal: AbortSignal): Promise<Said<E, F>> {
    return this.#answer(() => this.end(), signal);
  }

  /**
   * Sends a request. If the signal aborts, the process is asked to end it, and killed if it does not.
   *
   * @throws the signal's reason if it was aborted before.
   * @throws {ConnectionError} when the process has ended.
   */
  async ask(request: Q, signal: AbortSignal): Promise<Said<E, F>> {
    signal.throwIfAborted();
    if (this.#isWatched) this.#write(Uint8Array.of(KIND.release));
    // The room for the header comes first, so that the message is made once.
    const message = encoder.encode(ROOM + JSON.stringify(request));
    writeHeader(message, KIND.request, message.length - HEADER_BYTES);
    this.#write(message);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => {
      timer = setTimeout(() => this.end(), this.#graceMs);
      this.#write(Uint8Array.of(KIND.cancel));
    };
    try {
      return await this.#answer(cancel, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Kills the process; resolves when it has ended. */
  async end(): Promise<void> {
    this.#isOver = true;
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has already ended.
    }
    await this.#child.status;
  }

  async #answer(cancel: () => void, signal: AbortSignal): Promise<Said<E, F>> {
    using _listening = onAbort(signal, cancel);
    return await this.#read();
  }

  async #read(): Promise<Said<E, F>> {
    const chunks: Uint8Array[] = [];
    for (;;) {
      const message = await this.#messages.next();
      if (message === null) {
        await this.end();
        throw new ConnectionError("ConnectionClosed", "The process has ended");
      }
      if (message.kind === KIND.rows) {
        chunks.push(...message.parts);
        continue;
      }
      const content = contentOf<(E | F) & Watched>(message);
      this.#isWatched = content.isWatched;
      return message.kind === KIND.end ? { end: content as E, chunks } : { failure: content as F };
    }
  }

  #write(bytes: Uint8Array): void {
    this.#writer.write(bytes).catch(() => {});
  }
}
