/**
 * Sends one sequence on one connection, and judges the driver's reaction.
 *
 * @module
 */
import { type Clock, ConnectionError, encodeFrame, onAbort } from "@fluxwire/transport";
import {
  decode,
  type DriverRequestBody,
  type DriverRequestEnvelope,
  type DriverResponseBody,
  encode,
  MalformedError,
} from "@fluxwire/wire";
import { helloOf, helloVersion } from "@fluxwire/wire/client";
import { Expected, type Sent, sentOf } from "./expected.ts";
import { Line } from "./line.ts";
import type { Violation } from "./oracle.ts";
import { payloadOf } from "./payload.ts";
import { OWN_SESSION, type Sequence, type Step } from "./sequence.ts";
import { type Splice, spliced } from "./splices.ts";
import type { Greeting, Subject } from "./subject.ts";

/** The time limits of a trial. */
export interface TrialOptions {
  /** From a request to its answer, in milliseconds. */
  answerMs: number;
  /** For Hello, for OpenSession, and for the Ping at the end, in milliseconds. */
  patienceMs: number;
  /** Sets the timers. */
  clock: Clock;
  /** Ends the trial when it aborts. */
  signal: AbortSignal;
}

/** The outcome of a sequence. */
export interface Outcome {
  /** The first broken oracle, or null. */
  violation: Violation | null;
  /** Whether it broke before the first step, because of earlier connections. */
  isEarly: boolean;
  /** How many frames of the sequence were sent. */
  requests: number;
}

/** The ids of the requests around a sequence, which a sequence is unlikely to use. */
const FIRST_OWN_ID = 0x5e55_1011n;

/** Sends a sequence on a connection of its own, and closes it. */
export async function tryOut(
  sequence: Sequence,
  subject: Subject,
  greeting: Greeting,
  options: TrialOptions,
): Promise<Outcome> {
  const { clock, signal } = options;
  signal.throwIfAborted();
  let line: Line;
  try {
    line = new Line(await subject.dial(), clock);
  } catch (error) {
    if (!(error instanceof ConnectionError) || error.code === "PermissionMissing") throw error;
    return { violation: await gone(subject, error.message), isEarly: true, requests: 0 };
  }
  using _listening = onAbort(signal, () => void line.close());
  try {
    const trial = new Trial(line, subject, greeting, options);
    const violation = await trial.open(sequence) ?? await trial.say(sequence);
    signal.throwIfAborted();
    return { violation, isEarly: violation !== null && trial.requests === 0, requests: trial.requests };
  } finally {
    await line.close();
  }
}

async function gone(subject: Subject, detail: string): Promise<Violation> {
  const ending = await subject.ending();
  return ending === null ? { oracle: "hang", method: null, detail } : { oracle: "crash", method: null, detail: ending };
}

/** A driver that answers with an error is alive, and its error has the reason. */
function refused(method: string, { code, message }: Extract<DriverResponseBody, { type: "Error" }>): Violation {
  return { oracle: "refused", method: null, detail: `A new connection got ${code}, ${message} to ${method}` };
}

class Trial {
  readonly #line: Line;
  readonly #subject: Subject;
  readonly #greeting: Greeting;
  readonly #options: TrialOptions;
  #lastOwnId = FIRST_OWN_ID;
  #sessionId: string | null = null;
  /** How many frames of the sequence were sent. */
  requests = 0;

  constructor(line: Line, subject: Subject, greeting: Greeting, options: TrialOptions) {
    this.#line = line;
    this.#subject = subject;
    this.#greeting = greeting;
    this.#options = options;
  }

  /** Sends Hello, and opens a session. */
  async open({ opening, layout }: Sequence): Promise<Violation | null> {
    if (opening === "none") return null;
    const hello = await this.#ask(helloOf(layout, this.#subject.token), 0n);
    if (hello === null || hello.type !== "Hello") return await this.#notOpened("Hello", hello);
    if (opening === "hello") return null;
    const opened = await this.#ask({ type: "OpenSession", ...this.#greeting.session }, 1n);
    if (opened === null || opened.type !== "SessionOpened") return await this.#notOpened("OpenSession", opened);
    this.#sessionId = opened.sessionId;
    return null;
  }

  /** Sends the steps, and at the end Ping. */
  async say({ steps, layout, opening }: Sequence): Promise<Violation | null> {
    const expected = new Expected(layout, this.#sessionId);
    for (const [i, step] of steps.entries()) {
      this.#options.signal.throwIfAborted();
      const payload = this.#payload(step, layout);
      const sent = sentOf(payload, layout);
      expected.sent(sent);
      this.requests++;
      const isWritten = await this.#line.write(framed(payload, step.announced), this.#options.answerMs);
      if (step.announced !== null && step.announced !== payload.length) return null;
      if (opening === "none" || sent.header?.body === "Hello") return await this.#anyAnswer(sent);
      const isLast = i === steps.length - 1;
      if (step.isPipelined && !isLast && isWritten) continue;
      // A Ping's answer, or a closed connection, shows that the driver has read the frames that cannot be answered.
      const end = await this.#settle(expected) ?? (sent.header === null ? await this.#sayPing(expected, layout) : null);
      if (end !== null) return end === "closed" ? null : end;
    }
    const end = await this.#sayPing(expected, layout);
    return end === "closed" ? null : end;
  }

  /** Waits until every request has its answer; `closed` if the driver closed the connection and may. */
  async #settle(expected: Expected): Promise<Violation | "closed" | null> {
    while (!expected.isSettled) {
      const arrival = await this.#line.next(this.#options.answerMs);
      if (arrival === "late") return await this.#unanswered(expected);
      const end = await this.#taken(arrival, expected);
      if (end !== null) return end;
    }
    return null;
  }

  async #taken(
    arrival: Exclude<Awaited<ReturnType<Line["next"]>>, "late">,
    expected: Expected,
  ): Promise<Violation | "closed" | null> {
    this.#options.signal.throwIfAborted();
    if (arrival instanceof Uint8Array) return expected.received(arrival);
    const { method } = expected;
    if (arrival !== "closed") return { oracle: "unreadable-answer", method, detail: arrival.message };
    // If it may close, its next connection shows whether it lives.
    if (expected.mayClose) return "closed";
    const ending = await this.#subject.ending();
    if (ending !== null) return { oracle: "crash", method, detail: ending };
    return { oracle: "closed", method, detail: `The connection was closed at ${method}` };
  }

  /** A stalled machine answers nothing: only a driver that answers a Ping owes the answer. */
  async #unanswered(expected: Expected): Promise<Violation | "closed" | null> {
    const { answerMs } = this.#options, { method } = expected;
    const end = await this.#sayPing(expected, this.#greeting.layout);
    if (end === "closed" || (end !== null && end.oracle !== "no-ping")) return end;
    if (end === null && expected.isSettled) return null;
    const more = end === null ? "though a later Ping was" : "nor was a later Ping";
    return { oracle: "no-answer", method, detail: `${method} was not answered within ${answerMs} ms, ${more}` };
  }

  /** Sends a Ping and judges other frames meanwhile. `closed` if the driver closed the connection and may. */
  async #sayPing(expected: Expected, layout: Sequence["layout"]): Promise<Violation | "closed" | null> {
    const { patienceMs } = this.#options;
    const ping: DriverRequestEnvelope = {
      ...this.#envelope({ type: "Ping" }, ++this.#lastOwnId),
      sessionId: this.#sessionId,
    };
    const payload = encode("request", layout, ping);
    const sent = sentOf(payload, layout);
    expected.sent(sent);
    await this.#line.write(encodeFrame(payload), patienceMs);
    while (expected.isWaiting(ping.requestId)) {
      const arrival = await this.#line.next(patienceMs);
      if (arrival === "late") {
        this.#options.signal.throwIfAborted();
        return { oracle: "no-ping", method: expected.method, detail: `Ping was not answered within ${patienceMs} ms` };
      }
      const end = await this.#taken(arrival, expected);
      if (end !== null) return end;
    }
    return null;
  }

  /** Hello and requests before it may get any answer in any layout, or a closed connection, but not silence. */
  async #anyAnswer({ header }: Sent): Promise<Violation | null> {
    if (header === null) return null;
    const { answerMs } = this.#options, method = header.body;
    const arrival = await this.#line.next(answerMs);
    this.#options.signal.throwIfAborted();
    if (arrival === "late") {
      return { oracle: "no-answer", method, detail: `${method} was not answered within ${answerMs} ms` };
    }
    if (arrival !== "closed") return null;
    const ending = await this.#subject.ending();
    return ending === null ? null : { oracle: "crash", method, detail: ending };
  }

  async #notOpened(method: string, answer: DriverResponseBody | null): Promise<Violation> {
    this.#options.signal.throwIfAborted();
    if (answer?.type === "Error") return refused(method, answer);
    return await gone(this.#subject, `A new connection got ${answer?.type ?? "no answer"} to ${method}`);
  }

  /** The answer to a request around the sequence; null if no readable one came. */
  async #ask(body: DriverRequestBody, id: bigint): Promise<DriverResponseBody | null> {
    const { patienceMs } = this.#options, { layout } = this.#greeting;
    await this.#line.write(encodeFrame(encode("request", layout, this.#envelope(body, id))), patienceMs);
    for (;;) {
      const arrival = await this.#line.next(patienceMs);
      if (!(arrival instanceof Uint8Array)) return null;
      try {
        const { envelope } = decode("response", layout, arrival);
        if (envelope.done) return envelope.body;
      } catch (error) {
        if (error instanceof MalformedError) return null;
        throw error;
      }
    }
  }

  #envelope(body: DriverRequestBody, requestId: bigint): DriverRequestEnvelope {
    const { layout, version } = this.#greeting;
    const protocolVersion = body.type === "Hello" ? helloVersion(layout) : version;
    return { protocolVersion, requestId, sessionId: null, timeoutMs: null, body };
  }

  #payload({ request, splices }: Step, layout: Sequence["layout"]): Uint8Array {
    const sessionId = request.sessionId === OWN_SESSION ? this.#sessionId ?? OWN_SESSION : request.sessionId;
    const payload = payloadOf({ ...request, sessionId }, layout);
    if (payload === null) throw new TypeError(`Cannot send ${request.body.type}: it has no form in layout ${layout}`);
    return splices.length === 0 ? payload : atLeastOne(payload, splices);
  }
}

/** An empty frame exists only by a false prefix. */
function atLeastOne(payload: Uint8Array, splices: readonly Splice[]): Uint8Array {
  const changed = spliced(payload, splices);
  return changed.length === 0 ? payload.subarray(0, 1) : changed;
}

function framed(payload: Uint8Array, announced: number | null): Uint8Array {
  const frame = encodeFrame(payload);
  if (announced !== null) new DataView(frame.buffer).setUint32(0, announced, true);
  return frame;
}
