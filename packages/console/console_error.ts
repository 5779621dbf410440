/**
 * What the console's server refuses, each with the status of its answer.
 *
 * @module
 */
import type { ErrorJson } from "./error_json.ts";
import { SourceError } from "./source_error.ts";

/** A code of the console's server. */
export type ConsoleErrorCode =
  | "HostRefused"
  | "OriginRefused"
  | "MethodRefused"
  | "MediaTypeRefused"
  | "PassRefused"
  | "TicketRefused"
  | "SourceUnknown"
  | "BodyRefused"
  | "BodyTooLarge"
  | "RunRefused"
  | "RunStopped"
  | "ViewOnly";

/** The refusals: the status of the answer, and what to do about it. */
const REFUSALS: Readonly<Record<ConsoleErrorCode, { status: number; remedy: string }>> = {
  HostRefused: { status: 421, remedy: "Open the address that the console printed" },
  OriginRefused: { status: 403, remedy: "Open the console in a tab of its own" },
  MethodRefused: { status: 405, remedy: "The console answers GET and POST only" },
  MediaTypeRefused: { status: 415, remedy: "Send application/json, or application/octet-stream for a payload" },
  PassRefused: { status: 401, remedy: "Press Enter where the console runs: it prints a new address" },
  TicketRefused: { status: 401, remedy: "Press Enter where the console runs: it prints a new address" },
  SourceUnknown: { status: 404, remedy: "GET /api/about lists what there is" },
  BodyRefused: { status: 400, remedy: "Send one JSON value in UTF-8" },
  BodyTooLarge: { status: 413, remedy: "Send less in one request" },
  RunRefused: { status: 429, remedy: "Stop one of the runs that go on" },
  RunStopped: { status: 409, remedy: "Begin again: what has arrived of the file may be of no use" },
  ViewOnly: { status: 403, remedy: "Start the console without --view" },
};

/** The console's server does not do what was asked. */
export class ConsoleError extends Error {
  /** The class's name. */
  override readonly name = "ConsoleError";
  /** Why. */
  readonly code: ConsoleErrorCode;

  /** An error with its code and message. */
  constructor(code: ConsoleErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  /** The status of its answer. */
  get status(): number {
    return REFUSALS[this.code].status;
  }
}

/** An error of a source or of the server, as answers and streams have it. */
export function errorJsonOf(error: unknown): ErrorJson {
  if (error instanceof SourceError) return error.failure;
  const { code, message } = error instanceof Error ? error as Error & { code?: unknown } : { code: null, message: "" };
  const known = typeof code === "string" ? code : "Defect";
  const remedy = error instanceof ConsoleError ? REFUSALS[error.code].remedy : remedyOf(error);
  return { code: known, message: message || String(error), remedy };
}

function remedyOf(error: unknown): string | null {
  const remedy = (error as { remedy?: unknown } | null)?.remedy;
  return typeof remedy === "string" ? remedy : null;
}
