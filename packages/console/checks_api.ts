/**
 * What the console's page and its server say to each other about checks and recordings of a driver.
 *
 * @module
 */

/** The result of a check in one layout. */
export interface ShownCheck {
  /** Its id. */
  readonly id: string;
  /** The section of PROTOCOL.md that it tests. */
  readonly section: string;
  /** What it expects, in a sentence. */
  readonly text: string;
  /** The layout of its connections. */
  readonly layout: string;
  /** `passed`, `failed`, `skipped`, `blocked` or `expected-failure`. */
  readonly verdict: string;
  /** Why it did not pass; null if it did. */
  readonly message: string | null;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** How many frames were kept of it. */
  readonly frames: number;
  /** How many more it had. */
  readonly omitted: number;
  /** What `wire.` and this is the stream of its frames; null if none are kept. */
  readonly stream: string | null;
  /** The first and the last connection of its frames in the recording of the whole run; otherwise null. */
  readonly connections: readonly [first: number, last: number] | null;
}

/** A line of a run of checks: how many there are, a result, and at the end the totals. */
export type CheckLine =
  | { readonly total: number }
  | { readonly check: ShownCheck }
  | {
    /** The totals, in a sentence. */
    readonly summary: string;
    /** Whether no check failed. */
    readonly isClean: boolean;
    /** How long it took, in milliseconds. */
    readonly ms: number;
  };

/** A section of PROTOCOL.md. */
export interface ProtocolSection {
  /** Its heading. */
  readonly title: string;
  /** Its text, in Markdown without links. */
  readonly text: string;
}

/** A run of checks in a page without a server. The frames of all checks are the page's recording. */
export interface CheckReport {
  /** The lines of the run. */
  readonly lines: readonly CheckLine[];
  /** What was run, how and when, by name. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The totals of each layout, in words. */
  readonly totals: readonly (readonly [layout: string, totals: string])[];
  /** What is wrong with lines of the file of expected failures. */
  readonly stale: readonly string[];
  /** The sections of PROTOCOL.md that failed checks cite, by their names in links. */
  readonly sections: Readonly<Record<string, ProtocolSection>>;
}

/** A recording that can be opened, replayed and saved. */
export interface ShownRecording {
  /** Its id, which is the stream of its lines. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  /** How many lines it has. */
  readonly lines: number;
  /** Whether it goes on. */
  readonly isOn: boolean;
  /** Whether older lines were dropped as it became too large, so that it cannot be replayed. */
  readonly isCut: boolean;
}

/** A difference between a recording and its replay. */
export interface ShownDifference {
  /** The number of the recorded frame; null if it has no such frame. */
  readonly frame: number | null;
  /** The number of the recorded connection. */
  readonly connection: number;
  /** The path in the message; empty for the whole message. */
  readonly path: string;
  /** The recorded value, as JSON. */
  readonly recorded: string;
  /** The found value, as JSON. */
  readonly found: string;
}

/** The one line of a replay. */
export interface ReplayLine {
  /** How many messages were compared. */
  readonly compared: number;
  /** On how many connections. */
  readonly connections: number;
  /** The first differences. */
  readonly differences: readonly ShownDifference[];
  /** How many more there are. */
  readonly omitted: number;
}

/** Whether a value is a {@link CheckLine}. */
export function isCheckLine(value: unknown): value is CheckLine {
  const { total, check, summary } = record(value);
  if (check === undefined) return typeof total === "number" || typeof summary === "string";
  const { id, layout, verdict } = record(check);
  return [id, layout, verdict].every((part) => typeof part === "string");
}

/** Whether a value is a {@link ProtocolSection}. */
export function isProtocolSection(value: unknown): value is ProtocolSection {
  const { title, text } = record(value);
  return typeof title === "string" && typeof text === "string";
}

/** Whether a value is a list of {@link ShownRecording}s. */
export function isRecordings(value: unknown): value is readonly ShownRecording[] {
  return Array.isArray(value) && value.every((one) => typeof record(one)["id"] === "string");
}

/** Whether a value is a {@link ReplayLine}. */
export function isReplayLine(value: unknown): value is ReplayLine {
  const { compared, differences } = record(value);
  return typeof compared === "number" && Array.isArray(differences);
}

function record(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}
