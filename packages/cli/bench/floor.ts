/**
 * The floor: round trips of bytes on a socket of the same kind, without a protocol.
 *
 * @module
 */
import { connect, ConnectionError, type Transport } from "@fluxwire/transport";
import { launch, type LaunchOptions } from "@fluxwire/host";
import { freshSocketId } from "../driver/target.ts";
import type { Slot } from "./load.ts";

/** The bytes of a round trip, frames' headers included. */
export interface CallBytes {
  /** Of a request. */
  request: number;
  /** Of its answer. */
  answer: number;
}

/** A raw echo in its own process, with connections to it. Disposing it ends both. */
export interface Floor extends AsyncDisposable {
  /** One connection for each call that may be in flight. */
  slots: readonly Slot[];
}

/** Starts a raw echo and connects. */
export async function startFloor(
  bytes: CallBytes,
  { connections, pipeline, signal }: { connections: number; pipeline: number; signal: AbortSignal },
): Promise<Floor> {
  await using stack = new AsyncDisposableStack();
  const socketId = freshSocketId();
  stack.use(await launch({ ...echoCommand(socketId, bytes), socketId, signal }));
  const slots: Slot[] = [];
  for (let i = 0; i < connections; i++) {
    const connection = new RawConnection(await connect(socketId, { signal }), bytes);
    stack.use(connection);
    for (let n = 0; n < pipeline; n++) slots.push(() => connection.call());
  }
  const moved = stack.move();
  return { slots, [Symbol.asyncDispose]: () => moved.disposeAsync() };
}

function echoCommand(socketId: string, { request, answer }: CallBytes): Pick<LaunchOptions, "command" | "args"> {
  const module = new URL("./raw_echo.ts", import.meta.url).href;
  return {
    command: Deno.execPath(),
    args: ["run", "--no-prompt", "--allow-net", module, socketId, String(request), String(answer)],
  };
}

class RawConnection implements AsyncDisposable {
  readonly #transport: Transport;
  readonly #request: Uint8Array;
  readonly #answerBytes: number;
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  readonly #read: Promise<void>;
  #unwritten = 0;
  #writing: Promise<void> | null = null;

  constructor(transport: Transport, { request, answer }: CallBytes) {
    this.#transport = transport;
    this.#request = new Uint8Array(request);
    this.#answerBytes = answer;
    this.#read = this.#readAll();
  }

  call(): Promise<void> {
    const answer = Promise.withResolvers<void>();
    this.#waiting.push(answer);
    this.#unwritten++;
    this.#writing ??= Promise.resolve().then(() => this.#writeAll());
    return answer.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#transport.close();
    await this.#read;
    await this.#writing;
  }

  /** Sends the calls of one turn with one write. */
  async #writeAll(): Promise<void> {
    try {
      while (this.#unwritten > 0) {
        const count = this.#unwritten;
        this.#unwritten = 0;
        await this.#transport.write(count === 1 ? this.#request : new Uint8Array(this.#request.length * count));
      }
    } catch {
      // The reader also finds the connection closed.
    }
    this.#writing = null;
  }

  async #readAll(): Promise<void> {
    try {
      let unread = 0;
      for (let chunk = await this.#transport.read(); chunk !== null; chunk = await this.#transport.read()) {
        unread += chunk.length;
        for (; unread >= this.#answerBytes; unread -= this.#answerBytes) this.#waiting.shift()?.resolve();
      }
    } catch {
      // A broken connection ends the same way as a closed one.
    }
    const error = new ConnectionError(
      "ConnectionClosed",
      "Cannot measure the floor: the raw echo has closed the connection",
    );
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
