/**
 * What a driver owes for each frame that it was sent, and whether what comes is that.
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

/** A frame that was sent. */
export interface Sent {
  /** What can be read of it; null where nobody could answer it. */
  header: MessageHeader | null;
  /** Whether it is a message, so that the connection must live. */
  isValid: boolean;
}

/** A request that waits. */
interface Waiting extends Sent {
  header: MessageHeader;
  /** How many requests of the same id wait, this one included: changed bytes can repeat an id. */
  count: number;
}

/** What a payload is to the driver that gets it in that layout. */
export function sentOf(payload: Uint8Array, layout: Layout): Sent {
  // Such a frame reads as one of the other codec, and ends the connection.
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
  /** The names of those that have their answers, by their ids. */
  readonly #answered = new Map<bigint, string | null>();
  readonly #sessions: Set<string | null>;
  #mayClose = false;
  #unreadable = 0;
  #last: string | null = null;

  /** @param sessionId The session that is open; null where none is. */
  constructor(layout: Layout, sessionId: string | null) {
    this.#layout = layout;
    this.#sessions = new Set([null, sessionId]);
  }

  /** Whether every request that can be answered was. */
  get isSettled(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether a request has no answer yet. */
  isWaiting(requestId: bigint): boolean {
    return this.#waiting.has(requestId);
  }

  /** Whether the driver may end the connection: it was sent what is no message. */
  get mayClose(): boolean {
    return this.#mayClose;
  }

  /** The name of the request that waits longest, else of the last one. */
  get method(): string | null {
    const [first] = this.#waiting.values();
    return first === undefined ? this.#last : first.header.body;
  }

  /** Takes note of a frame that is sent now. */
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

  /** Judges a frame that came; null where all is well. */
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
    // A header that only the driver could read, or an answer to nobody in particular.
    if (this.#unreadable > 0 && body.type === "Error") {
      this.#unreadable--;
      return null;
    }
    const ids = [...this.#waiting.keys()].join(", ") || "none";
    return this.#broken("wrong-id", `${body.type} came for request ${requestId}, and those that wait are ${ids}`);
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

  /** Where several wait, nobody can tell whose answer it should have been. */
  #broken(oracle: Violation["oracle"], detail: string): Violation {
    return { oracle, method: this.#waiting.size > 1 ? null : this.method, detail };
  }
}

function isSame(a: ProtocolVersion, b: ProtocolVersion): boolean {
  return a.major === b.major && a.minor === b.minor;
}
