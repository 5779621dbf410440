/**
 * What a console shows: a source that a program gives to `serveConsole`.
 *
 * @module
 */
import type { FilePlace, SourceInfo } from "./api.ts";
import type { LineRing } from "./live/ring.ts";

/** What a page may ask a source to do. */
export interface Operation {
  /** Whether it changes something, or says so of an input; `--view` refuses it then. */
  readonly changes: boolean | ((input: unknown, signal: AbortSignal) => Promise<boolean>);
  /**
   * Carries the operation out.
   *
   * @param input The page's JSON; null for none.
   * @param signal Aborts when the page has gone, or the console ends.
   * @returns What the answer's JSON is.
   * @throws {SourceError} What the page shows; of any other error it shows the `code`, one of docs/errors.md.
   */
  run(input: unknown, signal: AbortSignal): Promise<unknown>;
}

/** A request of the page to a driver, or to what speaks in bytes. */
export interface CallRequest {
  /** The request: exact JSON as text, or a payload as it was edited. */
  readonly body: string | Uint8Array;
  /** The session that it is for; null for none. */
  readonly session: string | null;
  /** The id that the page chose, by which it can be cancelled. */
  readonly call: string | null;
}

/** The answer to a {@link CallRequest}. */
export interface CallAnswer {
  /** The payload as it came. */
  readonly payload: Uint8Array;
  /** The layout that it is in. */
  readonly layout: string;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** A file that the page sends. */
export interface SentFile {
  /** Its name on the user's machine, without a folder. */
  readonly name: string;
  /** Its content type, as the browser takes it; `application/octet-stream` for an unknown one. */
  readonly type: string;
  /** What it has. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A driver, a host, an exporter, a model server, or recordings. */
export interface ConsoleSource extends SourceInfo {
  /** What it does, by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /**
   * Its lines that go on, by name: `wire`, `logs`, `status`, or the run of an action.
   *
   * @returns Null if it has no such stream.
   */
  stream(name: string): LineRing | null;
  /**
   * Sends one request and gives the answer's bytes; undefined for a source that has no calls.
   *
   * @default {undefined}
   */
  call?: (request: CallRequest, signal: AbortSignal) => Promise<CallAnswer>;
  /**
   * Takes bytes for a run that has an input, such as a terminal; `place` is that of a file's bytes, null for others.
   *
   * @default {undefined}
   */
  write?: (run: string, bytes: Uint8Array, place: FilePlace | null) => void;
  /**
   * Keeps a file, and gives what the answer's JSON is; undefined for a source that takes no files. `--view` refuses it.
   *
   * @default {undefined}
   */
  take?: (file: SentFile, signal: AbortSignal) => Promise<unknown>;
  /**
   * Gives a file by its id, piece by piece; undefined for a source that has none. The page saves it and never shows it.
   *
   * @default {undefined}
   */
  give?: (file: string, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>;
  /** Ends every program, connection and stream that the source has started. Called once, when the console ends. */
  close(): Promise<void>;
}
