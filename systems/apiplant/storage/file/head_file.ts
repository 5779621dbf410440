/** `log.head`: how much of the log is synced, beside what the marks of its lines say. */
import type { Seq } from "../../event/event.ts";
import { type Disk, readWhole, replaceFile } from "./disk.ts";
import { decodeLine, encodeLine } from "./line.ts";

/** What `log.head` says. */
export interface LogHead {
  readonly logId: string;
  /** The first event of the log; segments before it are compacted. */
  readonly first: Seq;
  /** The first event of the last segment. */
  readonly segment: Seq;
  /** The number of bytes of that segment that are synced. */
  readonly synced: number;
}

/** What the file says, or `null` if it does not exist or is not whole: then the marks alone count. */
export async function readHead(disk: Disk, folder: string): Promise<LogHead | null> {
  const bytes = await readWhole(disk, `${folder}/log.head`);
  const line = bytes === null ? null : decodeLine(bytes.subarray(0, -1));
  return line === null ? null : JSON.parse(line.text);
}

/** Writes the file anew. */
export async function writeHead(disk: Disk, folder: string, head: LogHead): Promise<void> {
  await replaceFile(disk, `${folder}/log.head`, encodeLine(0, JSON.stringify(head)));
}
