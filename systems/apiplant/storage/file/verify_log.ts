/** Verifies a log that no server has open. */
import type { Seq } from "../../event/event.ts";
import { StorageError } from "../roles.ts";
import { DENO_DISK } from "./deno_disk.ts";
import type { Disk } from "./disk.ts";
import { surveyLog } from "./survey_log.ts";

/** What a log has. */
export interface LogReport {
  /** `null` if it has no segment yet. */
  readonly logId: string | null;
  readonly first: Seq;
  readonly head: Seq;
  readonly segments: number;
  readonly bytes: number;
  /** Bytes behind the last good line that were never synced: the next start cuts them. */
  readonly tornBytes: number;
}

/**
 * Reads every line of the log in a folder, and changes nothing.
 *
 * @throws {StorageError} `conflict` if a server has it open; `corrupt` with segment and offset if it is damaged.
 */
export async function verifyLog(folder: string, disk: Disk = DENO_DISK): Promise<LogReport> {
  using lock = await disk.lock(`${folder}/log.lock`);
  if (lock === null) {
    throw new StorageError("conflict", `A server has the log in ${folder} open`, { remedy: "stop it first" });
  }
  const { logId, firsts, verified } = await surveyLog({ disk, folder, verify: "all" });
  const segments = verified.map((one) => one!), last = segments.at(-1);
  const first = firsts[0] ?? 1;
  return {
    logId,
    first,
    head: first + segments.reduce((sum, { events }) => sum + events, 0) - 1,
    segments: segments.length,
    bytes: segments.reduce((sum, { size }) => sum + size, 0),
    tornBytes: last === undefined ? 0 : last.size - last.end,
  };
}
