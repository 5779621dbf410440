/** Opens the segments of a folder: verifies them, and cuts a torn tail. */
import type { Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";
import { type Disk, type DiskFile, replaceFile } from "./disk.ts";
import { type LogHead, readHead } from "./head_file.ts";
import { Places } from "./places.ts";
import { encodeHead, segmentFirst, segmentName } from "./segment.ts";
import { damaged, type VerifiedSegment, verifySegment } from "./verify_segment.ts";

/** A segment before the last. */
export interface Segment {
  readonly first: Seq;
  readonly places: Places;
}

/** The segments of a log. */
export interface OpenedLog {
  readonly logId: string;
  /** All segments in order; the last one is written. */
  readonly segments: Segment[];
  readonly head: Seq;
  /** The last segment. */
  readonly file: DiskFile;
  /** Its length, which is synced. */
  readonly length: number;
}

/** How a log is opened. */
export interface OpenOptions {
  readonly disk: Disk;
  readonly folder: string;
  /** Whether every segment is read, or the last one alone. */
  readonly verify: "all" | "last";
  /** Called with a sentence for people, if a tail was cut. */
  readonly warn: (message: string) => void;
}

/**
 * Opens the log of a folder, or starts one.
 *
 * @throws {StorageError} `corrupt` if what was synced is damaged or a segment is missing; nothing is changed then.
 */
export async function openLog(options: OpenOptions): Promise<OpenedLog> {
  const { disk, folder, verify } = options;
  const said = await readHead(disk, folder);
  const firsts = (await disk.list(folder)).map(segmentFirst).filter((first) => first !== null)
    .filter((first) => said === null || first >= said.first);
  checkSegments(firsts, said);
  const verified: (VerifiedSegment | null)[] = [];
  for (const [at, first] of firsts.entries()) {
    const last = at === firsts.length - 1;
    const checked = verify === "all" || last
      ? await verifyOne(options, first, last ? syncedOf(said, first) : Infinity)
      : null;
    if (checked !== null && !last && firsts[at + 1] !== first + checked.events) throw missing(first + checked.events);
    verified.push(checked);
  }
  const last = verified.at(-1);
  const first = firsts.at(-1) ?? 1;
  const logId = last?.head?.logId ?? said?.logId ?? await idBefore(options, firsts);
  if (said !== null && said.logId !== logId) {
    throw new StorageError(
      "corrupt",
      `log.head is of the log ${said.logId}, the segments are of ${logId}: restore one of them`,
    );
  }
  const { file, length } = await openLast(options, { logId, first, verified: last ?? null });
  const segments = firsts.map((first, at) => ({ first, places: verified[at]?.places ?? new Places() }));
  if (segments.length === 0) segments.push({ first, places: new Places() });
  return { logId, segments, head: first + (last?.events ?? 0) - 1, file, length };
}

function syncedOf(said: LogHead | null, first: Seq): number {
  return said?.segment === first ? said.synced : 0;
}

function checkSegments(firsts: readonly Seq[], said: LogHead | null): void {
  if (said !== null && !firsts.includes(said.first)) throw missing(said.first);
  if (said !== null && !firsts.includes(said.segment)) throw missing(said.segment);
}

function missing(first: Seq): StorageError {
  return new StorageError("corrupt", `The log is damaged: segment ${segmentName(first)} is missing`);
}

async function verifyOne({ disk, folder }: OpenOptions, first: Seq, synced: number): Promise<VerifiedSegment> {
  const file = await disk.openRead(`${folder}/${segmentName(first)}`);
  if (file === null) throw missing(first);
  try {
    return await verifySegment(file, first, synced === Infinity ? await file.size() : synced);
  } finally {
    file.close();
  }
}

/** The log's id by the segment before the last, or a new one: the last has no head line yet. */
async function idBefore(options: OpenOptions, firsts: readonly Seq[]): Promise<string> {
  const before = firsts.at(-2);
  if (before === undefined) return crypto.randomUUID();
  const { head } = await verifyOne(options, before, Infinity);
  if (head === null) throw damaged(before, 0);
  return head.logId;
}

/** Opens the last segment to be written: its torn tail is cut, a missing head line written, and all of it synced. */
async function openLast(
  { disk, folder, warn }: OpenOptions,
  { logId, first, verified }: { logId: string; first: Seq; verified: VerifiedSegment | null },
): Promise<{ file: DiskFile; length: number }> {
  const path = `${folder}/${segmentName(first)}`;
  const file = await disk.openWrite(path);
  try {
    const { end, size, synced } = verified ?? { end: 0, size: 0, synced: 0 };
    if (size > end) {
      await replaceFile(disk, `${folder}/log.torn`, await file.read(end, size - end));
      await file.truncate(end);
      warn(
        `The log ended with ${size - end} bytes that were never synced, as after a loss of power: ` +
          `cut ${segmentName(first)} at ${end}, and kept them in log.torn`,
      );
    }
    // After a failed sync the system may hold bytes that are not on the disk and count as written: they are written again.
    if (end > synced) await file.write(synced, await file.read(synced, end - synced));
    const head = encodeHead({ logId, first });
    if (end === 0) await file.write(0, head);
    await file.sync();
    await disk.syncFolder(folder);
    return { file, length: end === 0 ? head.length : end };
  } catch (error) {
    file.close();
    throw error;
  }
}
