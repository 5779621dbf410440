/**
 * What a method gets beside its parameters.
 *
 * @module
 */
import type { ProtocolVersion } from "@fluxwire/wire";
import type { AuditEvent } from "../audit.ts";
import type { AnswerHeader } from "../encode_answer.ts";
import type { Log } from "../log.ts";

/** Who is on the other end. */
export interface PeerInfo {
  /** The name the host gave itself. */
  name: string;
  /** Its release. */
  version: string;
  /** The protocol version both ends agreed on. */
  protocolVersion: ProtocolVersion;
}

/** What a method gets beside its parameters. */
export interface Context {
  /**
   * Aborted when the call is cancelled, takes too long, loses its connection, or the driver stops. What a method
   * returns after that is dropped.
   */
  signal: AbortSignal;
  /** When the call must have ended, in milliseconds since 1970; null where the host set no limit. */
  deadline: number | null;
  /** The session's id. */
  sessionId: string;
  /** Who is calling. */
  peer: PeerInfo;
  /** For the driver's own log lines. */
  log: Log;
  /**
   * Writes an event to the host's audit log, while the call runs. Does nothing for hosts that have none (before 0.6),
   * over the rate that hosts accept (100 at once, then 100 a minute), and once the call has been answered.
   *
   * @throws {TypeError} for what every host would drop, and what cannot be sent.
   */
  audit(event: AuditEvent): void;
  /** For methods that have their answer encoded elsewhere: `encodeAnswer` needs it there. */
  answer: AnswerHeader;
}
