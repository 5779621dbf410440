/**
 * A connection with faults: the one place where requests are intercepted before the driver reads them, and answers are
 * changed before they are sent. Without faults it only counts.
 *
 * @module
 */
import {
  decode,
  type DriverRequestEnvelope,
  type DriverResponseEnvelope,
  encode,
  type Layout,
  MalformedError,
} from "@fluxwire/wire";
import { encodeFrame, FrameDecoder, pause, ProtocolError, type Transport } from "@fluxwire/transport";
import { RequestReader } from "@fluxwire/wire/server";
import { concat } from "../concat.ts";
import type { MockClock } from "../mock_clock.ts";
import type { Stats } from "../stats.ts";
import type { Answer, Line, LineHooks } from "./fault.ts";

/** What the connections of a process share. */
export interface Shared {
  /** Counts messages. */
  stats: Stats;
  /** Sets timers. */
  clock: MockClock;
  /** The effects of each chosen fault on a connection. */
  hooks(line: Line): LineHooks[];
}

/** The length prefix of a frame. */
const PREFIX_BYTES = 4;

/** A transport between a socket and a driver. */
export class FaultyTransport implements Transport, Line {
  readonly #inner: Transport;
  readonly #shared: Shared;
  readonly #hooks: readonly LineHooks[];
  readonly #requests = new FrameDecoder();
  readonly #answers = new FrameDecoder();
  readonly #reader = new RequestReader({});
  readonly #ended = new AbortController();
  readonly #closed = Promise.withResolvers<void>();
  readonly waiting: Map<bigint, string> = new Map();
  #tail: Promise<unknown> = Promise.resolve();
  #answered = 0;
  #isMute = false;

  /** Takes over a connection. */
  constructor(inner: Transport, shared: Shared) {
    this.#inner = inner;
    this.#shared = shared;
    this.#hooks = shared.hooks(this);
    shared.stats.connected();
  }

  get layout(): Layout {
    return this.#reader.layout ?? "0.7.1";
  }

  get answered(): number {
    return this.#answered;
  }

  get answeredByAll(): number {
    return this.#shared.stats.answered;
  }

  async read(): Promise<Uint8Array | null> {
    for (;;) {
      const chunk = await this.#inner.read();
      if (chunk === null) return null;
      this.#shared.stats.bytes("in", chunk.length);
      const passed = this.#receive(chunk);
      if (passed.length > 0) return passed;
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#inOrder(() => this.#hooks.length === 0 ? this.#count(bytes) : this.#change(bytes));
  }

  /** Resolves when this end is closed. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  close(): void {
    this.#ended.abort();
    this.#closed.resolve();
    this.#inner.close();
  }

  async pause(ms: number): Promise<void> {
    // If the connection has ended, the action after the pause fails by itself.
    await pause(ms, { clock: this.#shared.clock, signal: this.#ended.signal });
  }

  say(envelope: DriverResponseEnvelope): void {
    const method = this.waiting.get(envelope.requestId) ?? null;
    this.waiting.delete(envelope.requestId);
    this.#inOrder(() => this.#emit({ envelope, method })).catch(() => this.close());
  }

  mute(): void {
    this.#isMute = true;
  }

  /** Answers of the driver and of faults are sent one after the other. */
  #inOrder(step: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(step);
    this.#tail = done.catch(() => {});
    return done;
  }

  /**
   * The part of a chunk for the driver. A request that began in an earlier chunk passes unchanged: if its beginning had
   * been kept back, the driver's time limits would not notice it.
   */
  #receive(chunk: Uint8Array): Uint8Array {
    const began = this.#requests.pending;
    const parts: Uint8Array[] = [];
    let at = 0;
    for (const payload of this.#payloads(chunk)) {
      const isFirst = at === 0;
      const end = at + PREFIX_BYTES + payload.length - (isFirst ? began : 0);
      const request = this.#noted(payload);
      const passed = request === null || (isFirst && began > 0) ? request : this.#passed(request);
      if (passed === request) parts.push(chunk.subarray(at, end));
      else if (passed !== null) parts.push(encodeFrame(encode("request", this.layout, passed)));
      at = end;
    }
    return at === 0 ? chunk : concat([...parts, chunk.subarray(at)]);
  }

  /** The frames of a chunk; none once the stream is out of step, which the driver must handle. */
  #payloads(chunk: Uint8Array): Uint8Array[] {
    try {
      return this.#requests.push(chunk);
    } catch (error) {
      if (error instanceof ProtocolError) return [];
      throw error;
    }
  }

  /** A complete request; null if its header is unreadable. */
  #noted(payload: Uint8Array): DriverRequestEnvelope | null {
    const request = this.#readRequest(payload);
    this.#shared.stats.request(request?.body.type ?? "unreadable");
    if (request !== null) this.waiting.set(request.requestId, request.body.type);
    else for (const hook of this.#hooks) hook.unreadable?.();
    return request;
  }

  /** What the driver receives for a request: itself, another one, or nothing. */
  #passed(request: DriverRequestEnvelope): DriverRequestEnvelope | null {
    let passed: DriverRequestEnvelope | null = request;
    for (const hook of this.#hooks) {
      if (passed !== null && hook.request !== undefined) passed = hook.request(passed);
    }
    return passed;
  }

  #readRequest(payload: Uint8Array): DriverRequestEnvelope | null {
    try {
      return this.#reader.read(payload);
    } catch (error) {
      if (error instanceof MalformedError || error instanceof ProtocolError) return null;
      throw error;
    }
  }

  async #count(bytes: Uint8Array): Promise<void> {
    for (const payload of this.#answers.push(bytes)) this.#shared.stats.answer(this.#take(payload).envelope.body.type);
    await this.#out(bytes);
  }

  async #change(bytes: Uint8Array): Promise<void> {
    for (const payload of this.#answers.push(bytes)) {
      const answer = this.#take(payload);
      const isEvent = answer.envelope.body.type === "EmitAuditEvent";
      let envelopes = [answer.envelope];
      for (const hook of isEvent ? [] : this.#hooks) {
        if (hook.answer === undefined) continue;
        envelopes = envelopes.flatMap((envelope) => hook.answer!({ ...answer, envelope }));
      }
      for (const envelope of envelopes) {
        await this.#emit({ ...answer, envelope }, envelope === answer.envelope ? payload.slice() : undefined);
      }
    }
  }

  /** An answer of the driver; its request no longer waits. */
  #take(payload: Uint8Array): Answer {
    const { envelope } = decode("response", this.layout, payload);
    const method = this.waiting.get(envelope.requestId) ?? null;
    if (envelope.body.type !== "EmitAuditEvent") {
      this.waiting.delete(envelope.requestId);
      this.#answered++;
    }
    return { envelope, method };
  }

  async #emit(answer: Answer, bytes?: Uint8Array): Promise<void> {
    let payload = bytes ?? encode("response", this.layout, answer.envelope);
    for (const hook of this.#hooks) payload = hook.payload?.(payload, answer) ?? payload;
    this.#shared.stats.answer(answer.envelope.body.type);
    const write = this.#hooks.reduce<(bytes: Uint8Array) => Promise<void>>(
      (next, hook) => hook.write === undefined ? next : (bytes) => hook.write!(bytes, next, answer),
      (bytes) => this.#out(bytes),
    );
    await write(encodeFrame(payload));
  }

  async #out(bytes: Uint8Array): Promise<void> {
    if (this.#isMute) return;
    this.#shared.stats.bytes("out", bytes.length);
    await this.#inner.write(bytes);
  }
}
