/**
 * What a fault is: a declaration, and its effect at one of the places that can fail.
 *
 * @module
 */
import type { DriverRequestEnvelope, DriverResponseEnvelope, Layout } from "@fluxwire/wire";
import type { Random } from "../random.ts";

/** The place of a fault, from the process to its bytes. */
export type FaultKind = "process" | "connection" | "request" | "answer" | "frame" | "bytes";

/** A fault with its chosen number. */
export interface Chosen {
  /** Its number. */
  readonly n: number;
  /** The token that Hello must carry; null if any is accepted. */
  readonly token: string | null;
  /** Random numbers derived from the seed. */
  readonly random: Random;
  /** Counts an effect of the fault. */
  fire(): void;
}

/** A connection, as faults see it. */
export interface Line {
  /** Its layout; 0.7.1 before the first frame. */
  readonly layout: Layout;
  /** How many answers the driver has sent on it. */
  readonly answered: number;
  /** How many answers the driver has sent on all connections. */
  readonly answeredByAll: number;
  /** Unanswered requests: their names by id. */
  readonly waiting: ReadonlyMap<bigint, string>;
  /** Waits, until the connection ends at the latest. */
  pause(ms: number): Promise<void>;
  /** Sends an additional answer after those in the queue. */
  say(answer: DriverResponseEnvelope): void;
  /** Closes the connection. */
  close(): void;
  /** Stops sending anything. */
  mute(): void;
}

/** An answer and the name of its request; null if it answers none. */
export interface Answer {
  /** The answer. */
  envelope: DriverResponseEnvelope;
  /** The request's name. */
  method: string | null;
}

/** The effects of a fault on one connection. */
export interface LineHooks {
  /** Intercepts a request: gives it, another one, or null for none to the driver. */
  request?(request: DriverRequestEnvelope): DriverRequestEnvelope | null;
  /** Notices a request with an unreadable body. */
  unreadable?(): void;
  /** Replaces an answer. */
  answer?(answer: Answer): DriverResponseEnvelope[];
  /** Replaces the bytes of an answer's frame. */
  payload?(payload: Uint8Array, answer: Answer): Uint8Array;
  /** Writes a whole frame, including its length prefix. */
  write?(bytes: Uint8Array, next: (bytes: Uint8Array) => Promise<void>, answer: Answer): Promise<void>;
}

/** The effects of a fault on the process. */
export interface ProcessHooks {
  /** Runs before the socket exists. */
  beforeListening?(): Promise<void> | void;
  /** Signs that do not end the process. */
  ignores?: "SIGTERM" | "lifeline";
}

/** The effect of a fault on incoming connections. */
export type Welcome = "close" | "ignore" | "wait";

/** An entry of the table of faults. */
export interface Fault {
  /** Its place. */
  kind: FaultKind;
  /** Its effect, in a sentence. */
  text: string;
  /** The meaning of its number, and the default. */
  number?: { what: string; default: number };
  /** Its effect on the process. */
  process?(chosen: Chosen): ProcessHooks;
  /** Its effect on a connection, after `accepted` earlier ones. */
  welcome?(chosen: Chosen, accepted: number): Welcome | null;
  /** Its effect on a connection's messages. */
  line?(chosen: Chosen, line: Line): LineHooks;
}
