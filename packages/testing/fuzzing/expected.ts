/**
 * The answers that a driver owes for the frames it was sent, and whether a received frame is one of them.
 *
 * @module
 */
import {
  codecOf,
  decode,
  detectCodec,
  type DriverResponseEnvelope,
  type Layout,
  MalformedError,
  type MessageHeader,
  type ProtocolVersion,
} from "@fluxwire/wire";
import { ANSWERS, type Method } from "@fluxwire/wire/client";
import type { Violation } from "./oracle.ts";

/** A sent frame. */
export interface Sent {
  /** The readable part of it; null if no driver could answer it. */
  header: MessageHeader | null;
  /** Whether it is a message, so that the connection must survive it. */
  isValid: boolean;
}

/** A request without an answer yet. */
interface Waiting extends Sent {
  header: MessageHeader;
  /** How many unanswered requests share its id, including itself: changed bytes can repeat an id. */
  count: number;
}

/** How a driver reads a payload in a layout. */
export function sentOf(payload: Uint8Array, layout: Layout): Sent {
  // Such a frame is read in the other codec, and ends the connection.
  if (codecOf(layout) === "postcard" && detectCodec(payload) === "bincode") return { header: null, isValid: false };
  try {
    const { envelope: { protocolVersion, requestId, sessionId = null, body }, pass } = decode(
      "request",
      layout,
      payload,
    );
    return { header: { protocolVersion, requestId, sessionId, body: body.type }, isValid: pass === "strict" };
  } catch (error) {
    if (error instanceof MalformedError) return { header: error.header, isValid: false };
    throw error;
  }
}

/** The requests of a connection and their answers. */
export class Expected {
  readonly #layout: Layout;
  readonly #waiting = new Map<bigint, Waiting>();
  /** The names of answered requests, by id. */
  readonly #answered = new Map<bigint, string | null>();
  readonly #sessions: Set<string | null>;
  #mayClose = false;
  #unreadable = 0;
  #last: string | null = null;

  /** @param sessionId The open session, or null. */
  constructor(layout: Layout, sessionId: string | null) {
    this.#layout = layout;
    this.#sessions = new Set([null, sessionId]);
  }

  /** Whether every answerable request is answered. */
  get isSettled(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether a request has no answer yet. */
  isWaiting(requestId: bigint): boolean {
    return this.#waiting.has(requestId);
  }

  /** Whether the driver may close the connection because it received something that is not a message. */
  get mayClose(): boolean {
    return this.#mayClose;
  }

  /** The name of the oldest unanswered request, else of the last request. */
  get method(): string | null {
    const [first] = this.#waiting.values();
    return first === undefined ? this.#last : first.header.body;
  }

  /** Notes a frame that is being sent. */
  sent(sent: Sent): void {
    const { header, isValid } = sent;
    if (!isValid) this.#mayClose = true;
    this.#last = header?.body ?? null;
    if (header === null) this.#unreadable++;
    else {
      this.#answered.delete(header.requestId);
      const count = 1 + (this.#waiting.get(header.requestId)?.count ?? 0);
      this.#waiting.set(header.requestId, { header, isValid, count });
    }
  }

  /** Judges a received frame; null if it is right. */
  received(payload: Uint8Array): Violation | null {
    let envelope: DriverResponseEnvelope;
    try {
      ({ envelope } = decode("response", this.#layout, payload));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      return this.#broken("unreadable-answer", `${error.message}`);
    }
    const waiting = this.#waiting.get(envelope.requestId);
    if (waiting === undefined) return this.#unexpected(envelope);
    if (envelope.body.type === "EmitAuditEvent" && !envelope.done) return null;
    if (--waiting.count > 0) return null;
    this.#waiting.delete(envelope.requestId);
    this.#answered.set(envelope.requestId, waiting.header.body);
    return this.#judge(waiting, envelope);
  }

  #unexpected({ requestId, body }: DriverResponseEnvelope): Violation | null {
    if (this.#answered.has(requestId)) {
      const method = this.#answered.get(requestId)!;
      return { oracle: "answered-twice", method, detail: `${method} got ${body.type} as one more answer` };
    }
    // A header that only the driver could read, or an answer to no particular request.
    if (this.#unreadable > 0 && body.type === "Error") {
      this.#unreadable--;
      return null;
    }
    const ids = [...this.#waiting.keys()].join(", ") || "none";
    return this.#broken("wrong-id", `${body.type} came for request ${requestId}, but the unanswered ids are ${ids}`);
  }

  #judge(
    { header, isValid }: Waiting,
    { protocolVersion, sessionId = null, done, body }: DriverResponseEnvelope,
  ): Violation | null {
    const { body: method } = header;
    const broken = (oracle: Violation["oracle"], detail: string): Violation => ({ oracle, method, detail });
    if (!done) return broken("not-done", `${body.type} for ${method} is not done`);
    const right = method === null ? null : ANSWERS[method as Method];
    if (body.type !== "Error" && body.type !== right && isValid) {
      return broken("wrong-type", `${method} was answered by ${body.type}`);
    }
    if (body.type === "SessionOpened") this.#sessions.add(body.sessionId);
    if (sessionId !== header.sessionId && !this.#sessions.has(sessionId)) {
      return broken("wrong-session", `${body.type} for ${method} names session ${sessionId}`);
    }
    if (this.#layout !== "0.4" && !isSame(protocolVersion, header.protocolVersion)) {
      const { major, minor } = protocolVersion;
      return broken("wrong-version", `${body.type} for ${method} carries version ${major}.${minor}`);
    }
    return null;
  }

  /** If several requests wait, the answer could have been for any of them. */
  #broken(oracle: Violation["oracle"], detail: string): Violation {
    return { oracle, method: this.#waiting.size > 1 ? null : this.method, detail };
  }
}

function isSame(a: ProtocolVersion, b: ProtocolVersion): boolean {
  return a.major === b.major && a.minor === b.minor;
}
