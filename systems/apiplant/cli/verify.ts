/**
 * `fluxwire apiplant verify`: reads every line of the log and every snapshot, and changes nothing.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { StorageError } from "../storage/roles.ts";
import { listSnapshots, verifySnapshot } from "../storage/snapshot/snapshot.ts";
import { verifyLog } from "../storage/file/verify_log.ts";
import { withOffline } from "./offline.ts";

/** Ends with 8 if the log is damaged; a damaged snapshot is a warning, since the log makes it anew. */
export function run(context: VerbContext): Promise<number> {
  const { output } = context;
  return withOffline(context, async (offline) => {
    const folder = offline.logFolder();
    const report = await verifyLog(folder).catch((error) => {
      if (error instanceof StorageError && error.code === "corrupt") return error;
      throw error;
    });
    const snapshots: { path: string; problem: string | null }[] = [];
    for (const { path } of await listSnapshots(offline.snapshots)) {
      const problem = await verifySnapshot(path).then(() => null, (error) => error.message as string);
      if (problem !== null) output.warn(problem);
      snapshots.push({ path, problem });
    }
    if (report instanceof StorageError) {
      if (output.isJson) output.json({ ok: false, problem: report.message, snapshots });
      else output.line(report.message);
      return EXIT.checkFailed;
    }
    if (output.isJson) output.json({ ok: true, ...report, snapshots });
    else {
      const { logId, first, head, segments, bytes, tornBytes } = report;
      output.line(`log ${logId}: events ${first} to ${head} in ${segments} segments, ${bytes} bytes, all good`);
      if (tornBytes > 0) output.line(`${tornBytes} bytes behind them were never synced: the next start cuts them`);
      output.line(
        `snapshots: ${snapshots.filter(({ problem }) => problem === null).length} good of ${snapshots.length}`,
      );
    }
    return EXIT.done;
  });
}
