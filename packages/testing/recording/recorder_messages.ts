/**
 * What a tap's thread and the recorder's say to each other.
 *
 * @module
 */
import type { CloseEntry, Sender } from "./entry.ts";
import type { RecordedCounts } from "./recorder.ts";

/** Something that happened on a connection. */
export type RecordEvent =
  & {
    /** When, in milliseconds since the recording was begun. */
    ms: number;
    /** Which connection, from 1. */
    connection: number;
  }
  & (
    | { kind: "connect" }
    | {
      kind: "sent";
      /** Who sent it. */
      from: Sender;
      /** Where its bytes end in those of the batch. */
      end: number;
    }
    | { kind: "close"; by: CloseEntry["by"]; reason: string | null }
  );

/** What the recorder's thread is told: how to begin, then what happened. */
export type RecorderRequest =
  | { kind: "begin"; isRaw: boolean; startedAt: Date }
  | { kind: "batch"; events: RecordEvent[]; bytes: Uint8Array };

/** What it has made of that. */
export interface RecorderAnswer {
  /** The lines, whole. */
  lines: string;
  /** The connections that are over. */
  closed: CloseEntry[];
  /** How much was recorded so far. */
  counts: RecordedCounts;
  /** How many bytes of the request are done with. */
  bytes: number;
}
