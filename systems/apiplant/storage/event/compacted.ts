/** Reads of entries that a compaction has removed. */
import type { Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";

/** The error of a read from a place before the first entry. */
export function compacted(from: Seq, first: Seq): StorageError {
  return new StorageError("compacted", `Entry ${from} is compacted: the first is ${first}`);
}
