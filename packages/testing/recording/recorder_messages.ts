/**
 * The messages between a tap's thread and the recorder's.
 *
 * @module
 */
import type { CloseEntry, Sender } from "./entry.ts";
import type { RecordedCounts } from "./recorder.ts";

/** An event on a connection. */
export type RecordEvent =
  & {
    /** The time, in milliseconds since the recording began. */
    ms: number;
    /** The number of the connection, from 1. */
    connection: number;
  }
  & (
    | { kind: "connect" }
    | {
      kind: "sent";
      /** The sender. */
      from: Sender;
      /** Where its bytes end within the batch's. */
      end: number;
    }
    | { kind: "close"; by: CloseEntry["by"]; reason: string | null }
  );

/** A message to the recorder's thread: the options, then events. */
export type RecorderRequest =
  | { kind: "begin"; isRaw: boolean; startedAt: Date }
  | { kind: "batch"; events: RecordEvent[]; bytes: Uint8Array };

/** The thread's reply. */
export interface RecorderAnswer {
  /** Whole lines. */
  lines: string;
  /** The connections that ended. */
  closed: CloseEntry[];
  /** The totals so far. */
  counts: RecordedCounts;
  /** How many bytes of the request are finished. */
  bytes: number;
}
