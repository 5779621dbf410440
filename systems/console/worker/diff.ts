/**
 * The leaves in which two frames differ.
 *
 * @module
 */
import { differencesOf } from "@fluxwire/testing/difference";
import type { DiffLeaf } from "./messages.ts";
import { shownLine } from "./shown_text.ts";
import type { FrameEntry } from "./recording_entry.ts";

/** The most leaves that are shown, and characters of a value. */
const MAX_LEAVES = 1_000, MAX_TEXT = 300;

/** The different leaves of two frames' messages; null if one was not read. */
export function diffOf(before: FrameEntry, after: FrameEntry): DiffLeaf[] | null {
  if (before.envelope === null || after.envelope === null) return null;
  return differencesOf(before.envelope, after.envelope).slice(0, MAX_LEAVES)
    .map(({ path, recorded, found }) => ({ path, before: textOf(recorded), after: textOf(found) }));
}

function textOf(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return shownLine(text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);
}
