/**
 * What a request to the database's process says beside the statement.
 *
 * @module
 */
import { type AnswerHeader, DEFAULT_LIMITS, type Limits } from "@fluxwire/sdk";

/** What stands beside a statement. */
export interface BesideStatement {
  /**
   * Whether the text must be one statement.
   *
   * @default {false}
   */
  isSingle?: boolean;
  /**
   * The call whose answer is to be encoded: the result is then one cell with its payload.
   *
   * @default {undefined}
   */
  answer?: AnswerHeader;
}

/**
 * The limits between the driver and the process: an encoded answer of any length must fit into a frame, and it is the
 * driver that limits how long the process may take to start.
 */
export const PROCESS_LIMITS: Partial<Limits> = {
  maxFrameBytes: DEFAULT_LIMITS.maxFrameBytes + 65_536,
  handshakeTimeoutMs: Infinity,
};

/** As the database of a request: SQLite has one database, so that the place is free. */
export function toDatabase(beside: BesideStatement): string {
  return JSON.stringify(beside);
}

/** What the database of a request says. */
export function fromDatabase(database: string | null | undefined): BesideStatement {
  return database ? JSON.parse(database) : {};
}
