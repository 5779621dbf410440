/**
 * The context of a call, which methods get after their parameters.
 *
 * @module
 */
import type { ProtocolVersion } from "@fluxwire/wire";
import type { AuditEvent } from "../audit.ts";
import type { AnswerHeader } from "../encode_answer.ts";
import type { Log } from "../log.ts";

/** The host at the other end of the connection. */
export interface PeerInfo {
  /** The host's name. */
  name: string;
  /** Its release. */
  version: string;
  /** The protocol version both ends agreed on. */
  protocolVersion: ProtocolVersion;
}

/** The context of a call. */
export interface Context {
  /**
   * Aborted when the call is cancelled, exceeds its time limit, loses its connection, or the driver stops. What a method
   * returns within 20 ms after that is the answer if it tells all that was done: a write with `affectedRows`, whose rows are
   * not pulled, a statement without columns, a change of a row or a key. A write that returns later is logged. The answer is
   * otherwise `Cancelled` or `Timeout`, and says if the call may have been carried out.
   */
  signal: AbortSignal;
  /** The deadline of the call, in milliseconds since 1970; null without one. */
  deadline: number | null;
  /** The session's id. */
  sessionId: string;
  /** Who is calling. */
  peer: PeerInfo;
  /** The log for the driver's own lines. */
  log: Log;
  /**
   * Writes an event to the host's audit log while the call runs. Does nothing for hosts without one (before 0.6),
   * above the rate that hosts accept (100 at once, then 100 a minute), and after the call has been answered.
   *
   * @throws {TypeError} for events that every host would drop, or that cannot be sent.
   */
  audit(event: AuditEvent): void;
  /** For `encodeAnswer` and `@fluxwire/sdk/rows`, if another process encodes the answer or its rows. */
  answer: AnswerHeader;
  /** Says that the call changes nothing: if it is ended from outside, its answer then leaves nothing in doubt. */
  readsOnly(): void;
  /**
   * Lets the answer of a call that is ended from outside wait for the method, because the database soon says itself whether
   * a write was carried out.
   *
   * @param ms How long, in milliseconds: 20 unless a method calls this, at most 5,000.
   * @throws {RangeError} for any other number.
   */
  settlesWithin(ms: number): void;
}
