/**
 * What the page and its worker say to each other.
 *
 * @module
 */

import type { DataAsk } from "./data.ts";

/** What the page asks. An answer has the number of its `ask`. */
export type ToWorker =
  | { readonly do: "keep"; readonly rows: number; readonly characters: number }
  | { readonly do: "lines"; readonly lines: readonly string[]; readonly missed: number }
  | { readonly do: "file"; readonly file: Blob }
  | { readonly do: "filter"; readonly text: string; readonly isFolded: boolean }
  | { readonly do: "pins"; readonly numbers: readonly number[] }
  | { readonly do: "rows"; readonly ask: number; readonly from: number; readonly count: number }
  | { readonly do: "place"; readonly ask: number; readonly number: number }
  | { readonly do: "error"; readonly ask: number; readonly from: number; readonly by: 1 | -1 }
  | { readonly do: "lastError"; readonly ask: number }
  | { readonly do: "first"; readonly ask: number; readonly filter: string }
  | { readonly do: "frame"; readonly ask: number; readonly number: number }
  | { readonly do: "diff"; readonly ask: number; readonly before: number; readonly after: number }
  | { readonly do: "strip"; readonly ask: number; readonly parts: number }
  | { readonly do: "data"; readonly ask: number; readonly of: DataAsk };

/** What the worker says. */
export type FromWorker =
  | { readonly is: "ready" }
  | { readonly is: "counts"; readonly counts: Counts }
  | { readonly is: "rows"; readonly ask: number; readonly rows: readonly ListRow[] }
  | { readonly is: "place"; readonly ask: number; readonly place: number | null }
  | { readonly is: "frame"; readonly ask: number; readonly frame: FrameDetail | null }
  | { readonly is: "diff"; readonly ask: number; readonly leaves: readonly DiffLeaf[] | null }
  | { readonly is: "strip"; readonly ask: number; readonly strip: Strip }
  | { readonly is: "data"; readonly ask: number; readonly answer: unknown; readonly problem: string | null };

/** How much there is. */
export interface Counts {
  /** All rows that are kept. */
  readonly all: number;
  /** Those that the filter lets through. */
  readonly shown: number;
  /** The rows of the list, of which some stand for several. */
  readonly places: number;
  /** Frames with an error. */
  readonly errors: number;
  /** Lines that the server no longer had. */
  readonly missed: number;
  /** Rows that were dropped here, as the page keeps so many. */
  readonly dropped: number;
  /** How much of their lines is kept, in characters; 0 if they stand in a file. */
  readonly characters: number;
  /** The layout of the last frame; null before one is known. */
  readonly layout: string | null;
  /** Whether secrets are masked; null before the header. */
  readonly isMasked: boolean | null;
  /** How far a file has been read; otherwise null. */
  readonly file: FileProgress | null;
  /** What is wrong with the filter; null if it is right. */
  readonly filterProblem: string | null;
  /** What is wrong with the first broken line; null if all could be read. */
  readonly damage: string | null;
}

/** How far a file has been read. */
export interface FileProgress {
  /** Lines so far. */
  readonly lines: number;
  /** All lines: an estimate until the end. */
  readonly all: number;
  /** Whether its end was reached. */
  readonly isDone: boolean;
}

/** A row, whether it is shown or not. */
export interface Row {
  /** Its number, from 1; it stays when rows are filtered or dropped. */
  readonly number: number;
  /** What it is. */
  readonly kind: "frame" | "connect" | "close" | "gap";
  /** When it was sent, in milliseconds since the recording began. */
  readonly ms: number;
  /** The number of its connection. */
  readonly connection: number;
  /** Who sent it; null for other rows than frames. */
  readonly from: "host" | "driver" | null;
  /** The message's type, or words for other rows. */
  readonly what: string;
  /** The number of the request; null if it has none. */
  readonly request: string | null;
  /** More about it, in a few words. */
  readonly note: string;
  /** Its bytes. */
  readonly bytes: number;
  /** Whether it says that something failed. */
  readonly isError: boolean;
  /** The row of its question or answer; null while there is none. */
  readonly other: number | null;
  /** How long the driver took, in milliseconds, for an answer; null for other rows. */
  readonly wait: number | null;
}

/** A row of the list. */
export interface ListRow extends Row {
  /** How long a question has had no answer, in milliseconds, up to the newest row; null if it has one. */
  readonly silence: number | null;
  /** How many pings with their answers it stands for. */
  readonly times: number;
  /** The number of the last row that it stands for. */
  readonly last: number;
}

/** Frames and errors, in parts of equal length. */
export interface Strip {
  /** The second at which the first part begins. */
  readonly from: number;
  /** The length of a part, in seconds. */
  readonly seconds: number;
  /** Frames in each part. */
  readonly frames: readonly number[];
  /** Errors in each part. */
  readonly errors: readonly number[];
}

/** A leaf in which two frames differ, as texts. */
export interface DiffLeaf {
  /** Its path in the message. */
  readonly path: string;
  /** Its value in the first frame. */
  readonly before: string;
  /** Its value in the second one. */
  readonly after: string;
}

/** A request in exact JSON. */
export interface AskedEnvelope {
  /** The version of the protocol that its connection had agreed on. */
  readonly protocolVersion: { readonly major: number; readonly minor: number };
  /** Its number on its connection. */
  readonly requestId: string;
  /** The session that it was for. */
  readonly sessionId?: string | null;
  /** How long its host would wait, in milliseconds. */
  readonly timeoutMs?: string | null;
  /** What was asked. */
  readonly body: { readonly type: string };
}

/** One frame, byte by byte. */
export interface FrameDetail {
  /** Its row. */
  readonly row: ListRow;
  /** The request that it is or answers, in exact JSON; null if it was not read, or is not kept. */
  readonly question: { readonly number: number; readonly envelope: AskedEnvelope; readonly layout: string } | null;
  /** The layout of its connection; null if it is not known. */
  readonly layout: string | null;
  /** How it was read; null if it could not be. */
  readonly pass: string | null;
  /** The payload; empty if it is withheld. */
  readonly payload: Uint8Array;
  /** The message in exact JSON; null if it could not be read. */
  readonly envelope: unknown;
  /** Every primitive with its place in the payload. */
  readonly spans: readonly DetailSpan[];
  /** Spans beyond those. */
  readonly omitted: number;
  /** Why it could not be read; null if it could. */
  readonly problem: string | null;
  /** The paths of masked values. */
  readonly masked: readonly string[];
}

/** A primitive, as the page shows it. */
export interface DetailSpan {
  /** The offset of its first byte. */
  readonly offset: number;
  /** Its length in bytes. */
  readonly length: number;
  /** Its path. */
  readonly path: string;
  /** Its type. */
  readonly type: string;
  /** Its value as text. */
  readonly value: string;
  /** The words of a filter for frames with this value; otherwise null. */
  readonly filter: string | null;
}
