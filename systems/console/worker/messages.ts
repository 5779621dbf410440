/**
 * What the page and its worker say to each other.
 *
 * @module
 */

/** What the page asks. An answer has the number of its `ask`. */
export type ToWorker =
  | { readonly do: "lines"; readonly lines: readonly string[]; readonly missed: number }
  | { readonly do: "filter"; readonly text: string }
  | { readonly do: "rows"; readonly ask: number; readonly from: number; readonly count: number }
  | { readonly do: "place"; readonly ask: number; readonly number: number }
  | { readonly do: "error"; readonly ask: number; readonly from: number; readonly by: 1 | -1 }
  | { readonly do: "frame"; readonly ask: number; readonly number: number };

/** What the worker says. */
export type FromWorker =
  | { readonly is: "ready" }
  | { readonly is: "counts"; readonly counts: Counts }
  | { readonly is: "rows"; readonly ask: number; readonly rows: readonly Row[] }
  | { readonly is: "place"; readonly ask: number; readonly place: number | null }
  | { readonly is: "frame"; readonly ask: number; readonly frame: FrameDetail | null };

/** How much there is. */
export interface Counts {
  /** All rows that are kept. */
  readonly all: number;
  /** Those that the filter lets through. */
  readonly shown: number;
  /** Frames with an error. */
  readonly errors: number;
  /** Lines that the server no longer had. */
  readonly missed: number;
  /** Rows that were dropped here, as the page keeps so many. */
  readonly dropped: number;
  /** What is wrong with the filter; null if it is right. */
  readonly filterProblem: string | null;
  /** What is wrong with the first broken line; null if all could be read. */
  readonly damage: string | null;
}

/** A row of the list. */
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
}

/** One frame, byte by byte. */
export interface FrameDetail {
  /** Its row. */
  readonly row: Row;
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
}
