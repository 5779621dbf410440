/** Looks at the segments of a folder, and changes nothing. */
import type { Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";
import type { Disk } from "./disk.ts";
import { type LogHead, readHead } from "./head_file.ts";
import { readLines, segmentFirst, type SegmentHead, segmentName } from "./segment.ts";
import { damaged, type VerifiedSegment, verifySegment } from "./verify_segment.ts";

/** What is looked at. */
export interface SurveyOptions {
  readonly disk: Disk;
  readonly folder: string;
  /** Whether every segment is read, or the last one alone. */
  readonly verify: "all" | "last";
}

/** What a folder has. */
export interface Survey {
  /** `null` if no segment says it: the log has no entries. */
  readonly logId: string | null;
  /** The first events of the segments, in order. */
  readonly firsts: readonly Seq[];
  /** The segments by place; those that were not read are `null`. */
  readonly verified: readonly (VerifiedSegment | null)[];
}

/**
 * Verifies the segments of a folder.
 *
 * @throws {StorageError} `corrupt` if what was synced is damaged, a segment is missing or of another log.
 */
export async function surveyLog(options: SurveyOptions): Promise<Survey> {
  const { disk, folder, verify } = options;
  const said = await readHead(disk, folder);
  const firsts = (await disk.list(folder)).map(segmentFirst).filter((first) => first !== null)
    .filter((first) => said === null || first >= said.first);
  for (const first of said === null ? [] : [said.first, said.segment]) {
    if (!firsts.includes(first)) throw missing(first);
  }
  const verified: (VerifiedSegment | null)[] = [];
  let logId = said?.logId ?? null;
  for (const [at, first] of firsts.entries()) {
    const isLast = at === firsts.length - 1;
    const one = verify === "all" || isLast
      ? await verifyFile(options, first, isLast ? syncedOf(said, first) : null)
      : null;
    if (one !== null && !isLast && firsts[at + 1] !== first + one.events) throw missing(first + one.events);
    const head = one === null ? await readHeadLine(options, first) : one.head;
    if (head !== null && logId !== null && head.logId !== logId) {
      const message = `Segment ${segmentName(first)} is of the log ${head.logId}, not ${logId}: restore one of them`;
      throw new StorageError("corrupt", message);
    }
    logId ??= head?.logId ?? null;
    verified.push(one);
  }
  return { logId, firsts, verified };
}

function syncedOf(said: LogHead | null, first: Seq): number {
  return said?.segment === first ? said.synced : 0;
}

function missing(first: Seq): StorageError {
  return new StorageError("corrupt", `The log is damaged: segment ${segmentName(first)} is missing`);
}

/** `synced` is `null` for a segment before the last: all of it was synced before the next one was made. */
async function verifyFile(
  { disk, folder }: SurveyOptions,
  first: Seq,
  synced: number | null,
): Promise<VerifiedSegment> {
  const file = await disk.openRead(`${folder}/${segmentName(first)}`);
  if (file === null) throw missing(first);
  try {
    return await verifySegment(file, first, synced ?? await file.size());
  } finally {
    file.close();
  }
}

async function readHeadLine({ disk, folder }: SurveyOptions, first: Seq): Promise<SegmentHead> {
  const file = await disk.openRead(`${folder}/${segmentName(first)}`);
  if (file === null) throw missing(first);
  try {
    for await (const [line] of readLines(file, 0, await file.size(), 256)) {
      const head = line?.read()?.head;
      if (head?.first === first) return head;
      if (line !== undefined) break;
    }
    throw damaged(first, 0);
  } finally {
    file.close();
  }
}
