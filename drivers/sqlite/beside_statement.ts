/**
 * The options sent with a statement to the database's process.
 *
 * @module
 */
import { type AnswerHeader, DEFAULT_LIMITS, type Limits } from "@fluxwire/sdk";

/** The options of a statement. */
export interface BesideStatement {
  /**
   * Whether the text must be a single statement.
   *
   * @default {false}
   */
  isSingle?: boolean;
  /**
   * The call whose answer the process encodes: the result is then one cell with its payload.
   *
   * @default {undefined}
   */
  answer?: AnswerHeader;
}

/**
 * The limits between the driver and the process: an encoded answer of any length must fit into a frame, and the
 * driver limits how long the process may take to start.
 */
export const PROCESS_LIMITS: Partial<Limits> = {
  maxFrameBytes: DEFAULT_LIMITS.maxFrameBytes + 65_536,
  handshakeTimeoutMs: Infinity,
};

/** The options as the database of a request, a member that SQLite does not need. */
export function toDatabase(beside: BesideStatement): string {
  return JSON.stringify(beside);
}

/** The options in the database of a request. */
export function fromDatabase(database: string | null | undefined): BesideStatement {
  return database ? JSON.parse(database) : {};
}
