/**
 * What a fault is: a declaration, and what it does at one of the places where something can go wrong.
 *
 * @module
 */
import type { DriverRequestEnvelope, DriverResponseEnvelope, Layout } from "@fluxwire/wire";
import type { Random } from "../random.ts";

/** Where a fault is, from the process to its bytes. */
export type FaultKind = "process" | "connection" | "request" | "answer" | "frame" | "bytes";

/** A fault as somebody chose it. */
export interface Chosen {
  /** Its number. */
  readonly n: number;
  /** The token that Hello must carry; null where any will do. */
  readonly token: string | null;
  /** Random numbers that the seed repeats. */
  readonly random: Random;
  /** Counts that it had its effect. */
  fire(): void;
}

/** A connection, as faults see it. */
export interface Line {
  /** Its layout; 0.7.1 before the first frame. */
  readonly layout: Layout;
  /** Answers that the driver has given on it so far. */
  readonly answered: number;
  /** Answers that the driver has given on all connections so far. */
  readonly answeredByAll: number;
  /** Requests that wait for their answers: their names by their ids. */
  readonly waiting: ReadonlyMap<bigint, string>;
  /** Waits, but not longer than the connection lives. */
  pause(ms: number): Promise<void>;
  /** Sends an answer of the fault's own, behind those that are being written. */
  say(answer: DriverResponseEnvelope): void;
  /** Ends the connection. */
  close(): void;
  /** Lets nothing out any more. */
  mute(): void;
}

/** An answer with the name of its request; null where it answers none. */
export interface Answer {
  /** The answer. */
  envelope: DriverResponseEnvelope;
  /** The request's name. */
  method: string | null;
}

/** What a fault does on one connection. */
export interface LineHooks {
  /** Takes a request before the driver does: passes it on, another one instead, or null for none. */
  request?(request: DriverRequestEnvelope): DriverRequestEnvelope | null;
  /** Sees a request whose body nobody can read. */
  unreadable?(): void;
  /** What goes out instead of an answer. */
  answer?(answer: Answer): DriverResponseEnvelope[];
  /** The bytes that go out as an answer's frame instead of these. */
  payload?(payload: Uint8Array, answer: Answer): Uint8Array;
  /** Writes a whole frame, its length prefix included. */
  write?(bytes: Uint8Array, next: (bytes: Uint8Array) => Promise<void>, answer: Answer): Promise<void>;
}

/** What a fault does to the process. */
export interface ProcessHooks {
  /** Before the socket is there. */
  beforeListening?(): Promise<void> | void;
  /** Signs that do not end the process. */
  ignores?: "SIGTERM" | "lifeline";
}

/** What a fault does with connections that come. */
export type Welcome = "close" | "ignore" | "wait";

/** One line of the table of faults. */
export interface Fault {
  /** Where it is. */
  kind: FaultKind;
  /** What it does, in a sentence. */
  text: string;
  /** What its number means, and which it has where none is given. */
  number?: { what: string; default: number };
  /** What it does to the process. */
  process?(chosen: Chosen): ProcessHooks;
  /** What it does with a connection, `accepted` of which came before. */
  welcome?(chosen: Chosen, accepted: number): Welcome | null;
  /** What it does on a connection. */
  line?(chosen: Chosen, line: Line): LineHooks;
}
