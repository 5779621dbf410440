/**
 * The differences between two messages.
 *
 * @module
 */
import { MASK } from "@fluxwire/transport/secrets";
import { type IgnoredPaths, pathText } from "./ignored_paths.ts";

/** A difference from the recording. */
export interface Difference {
  /** The number of the recorded frame, from 1; null if the recording has no such frame. */
  frame: number | null;
  /** The number of the recorded connection. */
  connection: number;
  /** The path in the message; empty for the whole message. */
  path: string;
  /** The recorded value. */
  recorded: unknown;
  /** The found value. */
  found: unknown;
}

/** The most differences that are kept; further ones are counted. */
const MAX_DIFFERENCES = 100;

/** The outcome of a replay. */
export class ReplayReport {
  /** The first differences. */
  readonly differences: Difference[] = [];
  /** How many further differences there are. */
  omitted = 0;
  /** How many messages were compared. */
  compared = 0;
  /** How many connections were replayed. */
  connections = 0;

  /** Whether everything matched the recording. */
  get isEqual(): boolean {
    return this.differences.length === 0;
  }

  /** Adds a difference. */
  add(difference: Difference): void {
    if (this.differences.length < MAX_DIFFERENCES) this.differences.push(difference);
    else this.omitted++;
  }

  /** Compares two messages in exact JSON, and adds their differences. */
  compare(
    place: Pick<Difference, "frame" | "connection">,
    recorded: unknown,
    found: unknown,
    ignored: IgnoredPaths,
  ): void {
    this.compared++;
    compareParts(withProfile(recorded), withProfile(found), [], ignored, (path, recorded, found) => {
      this.add({ ...place, path: pathText(path), recorded, found });
    });
  }
}

type Note = (path: readonly (string | number)[], recorded: unknown, found: unknown) => void;

function compareParts(
  recorded: unknown,
  found: unknown,
  path: readonly (string | number)[],
  ignored: IgnoredPaths,
  note: Note,
): void {
  if (recorded === found || isMasked(recorded) || isMasked(found) || ignored.has(path)) return;
  if (Array.isArray(recorded) && Array.isArray(found)) {
    for (let i = 0; i < Math.max(recorded.length, found.length); i++) {
      compareParts(recorded[i], found[i], [...path, i], ignored, note);
    }
  } else if (isObject(recorded) && isObject(found)) {
    for (const key of keysOf(recorded, found)) {
      compareParts(own(recorded, key), own(found, key), [...path, key], ignored, note);
    }
  } else {
    note(path, recorded ?? null, found ?? null);
  }
}

/** The keys to compare: only the type if it differs, as then everything does. */
function keysOf(recorded: Record<string, unknown>, found: Record<string, unknown>): Iterable<string> {
  if (recorded.type !== found.type) return ["type"];
  return new Set([...Object.keys(recorded), ...Object.keys(found)]);
}

/** A masked value matches any value. */
function isMasked(value: unknown): boolean {
  return typeof value === "string" && value.includes(MASK);
}

/** The message with its profile parsed, which is JSON in a text. */
function withProfile(message: unknown): unknown {
  if (!isObject(message) || !isObject(message.body) || typeof message.body.profileJson !== "string") return message;
  try {
    return { ...message, body: { ...message.body, profileJson: JSON.parse(message.body.profileJson) } };
  } catch {
    return message;
  }
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
