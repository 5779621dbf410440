/** What event storages check before they append. */
import { type LogDraft, StorageError } from "../roles.ts";

/** The most bytes of one append, in UTF-8, its entries together. */
export const MAX_APPEND_BYTES: number = 32 * 2 ** 20;

// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x1f]/;

/**
 * Checks the entries of an append. Control characters are refused, since storages keep an entry as one line.
 *
 * @throws {StorageError} `invalid` without entries, or if one has control characters; `exhausted` if they are too large.
 */
export function checkDrafts(drafts: readonly LogDraft[]): void {
  if (drafts.length === 0) throw new StorageError("invalid", "An append has at least one entry");
  let units = 0;
  for (const { id, json } of drafts) {
    if (CONTROL.test(json)) {
      throw new StorageError("invalid", `The entry ${id} has control characters: write it as one line`);
    }
    units += json.length;
  }
  if (units > MAX_APPEND_BYTES || (units * 3 > MAX_APPEND_BYTES && bytesOf(drafts) > MAX_APPEND_BYTES)) {
    throw new StorageError(
      "exhausted",
      `An append has more than ${MAX_APPEND_BYTES} bytes: append fewer entries at once`,
    );
  }
}

function bytesOf(drafts: readonly LogDraft[]): number {
  const encoder = new TextEncoder();
  return drafts.reduce((sum, { json }) => sum + encoder.encode(json).length, 0);
}
