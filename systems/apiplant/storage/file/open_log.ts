/** Opens the segments of a folder: verifies them, and cuts a torn tail. */
import type { Seq } from "../../event/event.ts";
import { type DiskFile, replaceFile } from "./disk.ts";
import { Places } from "./places.ts";
import { encodeHead, segmentName } from "./segment.ts";
import { surveyLog, type SurveyOptions } from "./survey_log.ts";
import type { VerifiedSegment } from "./verify_segment.ts";

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
export interface OpenOptions extends SurveyOptions {
  /** Called with a sentence for people, if a tail was cut. */
  readonly warn: (message: string) => void;
}

/**
 * Opens the log of a folder, or starts one.
 *
 * @throws {StorageError} `corrupt` if what was synced is damaged, a segment is missing or of another log; nothing is changed then.
 */
export async function openLog(options: OpenOptions): Promise<OpenedLog> {
  const { logId: known, firsts, verified } = await surveyLog(options);
  const logId = known ?? crypto.randomUUID(), first = firsts.at(-1) ?? 1, last = verified.at(-1);
  const { file, length } = await openLast(options, { logId, first, verified: last ?? null });
  const segments = firsts.map((first, at) => ({ first, places: verified[at]?.places ?? new Places() }));
  if (segments.length === 0) segments.push({ first, places: new Places() });
  return { logId, segments, head: first + (last?.events ?? 0) - 1, file, length };
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
