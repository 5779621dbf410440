/** Reads entries from the segments of a log. */
import type { Seq } from "../../event/event.ts";
import { compacted } from "../event/compacted.ts";
import type { LogEntry } from "../roles.ts";
import type { Disk } from "./disk.ts";
import type { Segment } from "./open_log.ts";
import { readLines, segmentName } from "./segment.ts";
import { StoredEntry } from "./stored_entry.ts";
import { damaged } from "./verify_segment.ts";

/** The most UTF-16 units of a page, unless its first entry has more. */
const MAX_PAGE = 4 * 2 ** 20;

/**
 * At most `max` entries from `from` on, of one segment. There is at least one if `from` is not behind `head`.
 *
 * @throws {StorageError} `corrupt` if a line is bad; `compacted` if the segment was moved away meanwhile.
 */
export async function readEntries(
  { disk, folder }: { disk: Disk; folder: string },
  segments: readonly Segment[],
  from: Seq,
  max: number,
  head: Seq,
): Promise<LogEntry[]> {
  const at = segments.findLastIndex(({ first }) => first <= from);
  const { first, places } = segments[at]!;
  const last = Math.min(head, (segments[at + 1]?.first ?? Infinity) - 1, from + max - 1);
  const file = await disk.openRead(`${folder}/${segmentName(first)}`);
  if (file === null) throw compacted(from, segments[at + 1]?.first ?? head + 1);
  const entries: LogEntry[] = [];
  try {
    const start = places.near(from) ?? { seq: first, offset: 0 };
    let { seq } = start, units = 0, end = start.offset;
    const chunk = max < 64 ? 64 * 1024 : 2 ** 20;
    for await (const lines of readLines(file, start.offset, await file.size(), chunk)) {
      for (const placed of lines) {
        const { offset, end: behind } = placed, line = placed.read();
        if (line === null) throw damaged(first, offset);
        if (offset > 0) places.add(seq, offset);
        for (const json of line.events) {
          if (seq >= from && seq <= last && units < MAX_PAGE) {
            entries.push(new StoredEntry(seq, json));
            units += json.length;
          }
          seq++;
        }
        end = behind;
        if (seq <= last && units < MAX_PAGE) continue;
        if (entries.at(-1)?.seq === seq - 1) places.addEnd(seq, end);
        return entries;
      }
    }
    throw damaged(first, end);
  } finally {
    file.close();
  }
}
