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
  readonly #mask: (text: string) => string;
  /** The first differences. */
  readonly differences: Difference[] = [];
  /** How many further differences there are. */
  omitted = 0;
  /** How many messages were compared. */
  compared = 0;
  /** How many connections were replayed. */
  connections = 0;

  /**
   * Nothing has been compared yet.
   *
   * @param mask Removes the secrets from the driver's answers.
   */
  constructor(mask: (text: string) => string = (text) => text) {
    this.#mask = mask;
  }

  /** Whether everything matched the recording. */
  get isEqual(): boolean {
    return this.differences.length === 0;
  }

  /** Adds a difference, without secrets. */
  add(difference: Difference): void {
    const { recorded, found } = difference;
    if (this.differences.length >= MAX_DIFFERENCES) this.omitted++;
    else {
      this.differences.push({
        ...difference,
        recorded: withoutSecrets(recorded, this.#mask),
        found: withoutSecrets(found, this.#mask),
      });
    }
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

/** A part of a message with its texts masked. */
function withoutSecrets(part: unknown, mask: (text: string) => string): unknown {
  if (typeof part === "string") return mask(part);
  if (Array.isArray(part)) return part.map((element) => withoutSecrets(element, mask));
  if (!isObject(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, withoutSecrets(member, mask)]));
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
    const [before, now] = ignored.hasNoOrder(path) ? withoutCommon(recorded, found) : [recorded, found];
    for (let i = 0; i < Math.max(before.length, now.length); i++) {
      compareParts(before[i], now[i], [...path, i], ignored, note);
    }
  } else if (isObject(recorded) && isObject(found)) {
    for (const key of keysOf(recorded, found)) {
      compareParts(own(recorded, key), own(found, key), [...path, key], ignored, note);
    }
  } else {
    note(path, recorded ?? null, found ?? null);
  }
}

/** Both lists without the elements that the other one has as often, whatever their order. */
function withoutCommon(recorded: readonly unknown[], found: readonly unknown[]): [unknown[], unknown[]] {
  const counts = new Map<string, number>();
  for (const element of found) counts.set(JSON.stringify(element), (counts.get(JSON.stringify(element)) ?? 0) + 1);
  const common = new Map<string, number>();
  const onlyRecorded = recorded.filter((element) => {
    const text = JSON.stringify(element), left = counts.get(text) ?? 0;
    if (left === 0) return true;
    counts.set(text, left - 1);
    common.set(text, (common.get(text) ?? 0) + 1);
    return false;
  });
  const onlyFound = found.filter((element) => {
    const text = JSON.stringify(element), left = common.get(text) ?? 0;
    common.set(text, left - 1);
    return left <= 0;
  });
  return [onlyRecorded, onlyFound];
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
