/**
 * A connection that records its traffic, and breaks on request.
 *
 * @module
 */
import { ConnectionError, FrameDecoder, socketAddress, type Transport } from "@fluxwire/transport";
import { decode } from "@fluxwire/wire";
import { type Draw, onceIn } from "../../packages/testing/generate/draw.ts";
import type { CloseCause, History } from "./history.ts";

/** One read or write in so many is disturbed. */
const DELAY_IN = 40, CUT_IN = 700, HALF_CLOSE_IN = 1_500;
/** The longest delay, in milliseconds. */
const MAX_DELAY_MS = 4;

let connections = 0;

/** The host's end of a connection. */
export class TappedTransport implements Transport {
  readonly #conn: Deno.UnixConn;
  readonly #history: History;
  readonly #draw: Draw;
  readonly #id = ++connections;
  readonly #requests = new FrameDecoder();
  readonly #answers = new FrameDecoder();
  readonly #buffer = new Uint8Array(16_384);
  #isOver = false;
  #hasFault = false;

  private constructor(conn: Deno.UnixConn, history: History, draw: Draw) {
    this.#conn = conn;
    this.#history = history;
    this.#draw = draw;
  }

  /** Connects to a driver. */
  static async connect(socket: string, history: History, draw: Draw): Promise<TappedTransport> {
    const conn = await Deno.connect({ transport: "unix", path: socketAddress(socket).path });
    return new TappedTransport(conn, history, draw);
  }

  async read(): Promise<Uint8Array | null> {
    await this.#delay();
    const count = await this.#conn.read(this.#buffer).catch(() => null);
    if (count === null || this.#isOver) return this.#end("fault", null);
    const bytes = this.#buffer.subarray(0, count);
    for (const payload of this.#answers.push(bytes)) this.#noteAnswer(payload);
    return bytes;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#delay();
    if (this.#isOver) throw new ConnectionError("ConnectionClosed", "The connection was cut");
    if (onceIn(this.#draw, CUT_IN)) {
      await this.#conn.write(bytes.subarray(0, this.#draw.integer(0, bytes.length - 1))).catch(() => {});
      return this.#end("fault", undefined);
    }
    for (const payload of this.#requests.push(bytes)) this.#noteRequest(payload);
    try {
      for (let at = 0; at < bytes.length;) at += await this.#conn.write(bytes.subarray(at));
      if (onceIn(this.#draw, HALF_CLOSE_IN)) await this.#halfClose();
    } catch {
      this.#end("fault", undefined);
    }
  }

  /** A caller stopped waiting for an answer, which may then never arrive. */
  givenUp(): void {
    this.#hasFault = true;
  }

  close(): void {
    this.#end(this.#hasFault ? "fault" : "drained", undefined);
  }

  async #halfClose(): Promise<void> {
    this.#hasFault = true;
    await this.#conn.closeWrite();
  }

  #end<T>(cause: CloseCause, result: T): T {
    if (this.#isOver) return result;
    this.#isOver = true;
    this.#history.add({ type: "closed", connection: this.#id, cause });
    this.#conn.close();
    return result;
  }

  async #delay(): Promise<void> {
    if (!onceIn(this.#draw, DELAY_IN)) return;
    await new Promise((resolve) => setTimeout(resolve, this.#draw.integer(0, MAX_DELAY_MS)));
  }

  #noteRequest(payload: Uint8Array): void {
    const { requestId: id, sessionId, body } = decode("request", "0.7.1", payload).envelope;
    const nonce = body.type === "Execute" ? body.request.sql.split(" ")[0]! : null;
    this.#history.add({ type: "request", connection: this.#id, id, session: sessionId ?? null, nonce });
  }

  #noteAnswer(payload: Uint8Array): void {
    const { requestId: id, sessionId, done, body } = decode("response", "0.7.1", payload).envelope;
    if (!done) return;
    const nonce = body.type === "ExecuteResult" ? String(body.result.rows[0]?.[0]) : null;
    this.#history.add({ type: "answer", connection: this.#id, id, session: sessionId ?? null, nonce });
  }
}
