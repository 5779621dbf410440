/** Reads a whole segment, and tells a torn tail from damage. */
import type { Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";
import type { DiskFile } from "./disk.ts";
import { Places } from "./places.ts";
import { readLines, type SegmentHead, segmentName } from "./segment.ts";

/** What a segment holds. */
export interface VerifiedSegment {
  /** `null` if the file ends before its first line does. */
  readonly head: SegmentHead | null;
  readonly events: number;
  /** The end of the last good line that has only good lines before it. */
  readonly end: number;
  /** The length of the file; more than `end` if its tail is torn. */
  readonly size: number;
  /** How many bytes are known to have been synced. */
  readonly synced: number;
  readonly places: Places;
}

/**
 * Verifies every line of a segment.
 *
 * @param first The first event by the file's name.
 * @param synced How many bytes are known to be synced: of all segments but the last, all.
 * @throws {StorageError} `corrupt` if a byte that was synced is bad: names segment and offset.
 */
export async function verifySegment(file: DiskFile, first: Seq, synced: number): Promise<VerifiedSegment> {
  const size = await file.size();
  const places = new Places();
  let head: SegmentHead | null = null;
  let events = 0, end = 0, good = true, mark = synced;
  for await (const lines of readLines(file, 0, size)) {
    for (const placed of lines) {
      const { offset, end: behind } = placed, line = placed.read();
      if (line !== null) mark = Math.max(mark, line.mark);
      good &&= line !== null;
      if (!good) continue;
      if (offset === 0) head = line!.head;
      else places.add(first + events, offset);
      events += line!.events.length;
      end = behind;
    }
  }
  if (end < mark) throw damaged(first, end);
  if (head !== null && head.first !== first) {
    throw new StorageError("corrupt", `Segment ${segmentName(first)} says that its first event is ${head.first}`);
  }
  return { head, events, end, size, synced: mark, places };
}

/** The error of a bad line that was synced. */
export function damaged(first: Seq, offset: number): StorageError {
  const place = `segment ${segmentName(first)} at offset ${offset}`;
  return new StorageError(
    "corrupt",
    `The log is damaged: ${place}: bytes that were synced are not those that were written`,
  );
}
