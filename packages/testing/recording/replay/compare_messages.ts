/**
 * Compares two messages leaf by leaf.
 *
 * @module
 */
import { MASK } from "@fluxwire/transport/secrets";
import { type IgnoredPaths, type PathStep, pathText } from "./ignored_paths.ts";

/** A leaf that differs. */
export interface DifferentLeaf {
  /** The path in the message; empty for the whole message. */
  path: string;
  /** The recorded value. */
  recorded: unknown;
  /** The found value. */
  found: unknown;
}

/**
 * Compares two messages in exact JSON: the profile, which is JSON in a text, member by member; a masked value matches any.
 *
 * @param note Called for each leaf that differs, in the order of the messages.
 */
export function compareMessages(
  recorded: unknown,
  found: unknown,
  ignored: IgnoredPaths,
  note: (leaf: DifferentLeaf) => void,
): void {
  compareParts(withProfile(recorded), withProfile(found), [], ignored, (path, recorded, found) => {
    note({ path: pathText(path), recorded, found });
  });
}

type Note = (path: readonly PathStep[], recorded: unknown, found: unknown) => void;

function compareParts(
  recorded: unknown,
  found: unknown,
  path: readonly PathStep[],
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

/** Whether a value is an object, but no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
