/**
 * `fluxwire apiplant backup FILE`: saves the log, its registers and the newest snapshot of a server that does not run.
 *
 * @module
 */
import { resolve } from "node:path";
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { backup } from "../storage/backup/backup.ts";
import { writeSnapshot } from "../storage/snapshot/snapshot.ts";
import { withSystemErrors } from "../storage/file/system_error.ts";
import { withOffline } from "./offline.ts";

/** Writes the archive beside the file and renames it, or writes it to stdout for `-`. */
export function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  return withOffline(context, async (offline) => {
    const log = await offline.log();
    const snapshot = await writeSnapshot(await offline.models(log, false), offline.snapshots);
    const onlyBehindSnapshot = flags.has("without-history");
    const archive = backup(log, { snapshot, onlyBehindSnapshot, files: offline.files, now: Date.now() });
    if (flags.words[0] === "-") {
      await archive.pipeTo(output.bytes());
      return EXIT.done;
    }
    const path = resolve(flags.words[0]!);
    await withSystemErrors(path, () => save(archive, path));
    const { logId, head } = log.info();
    if (output.isJson) output.json({ path, logId, head, snapshot: snapshot.seq });
    else {output.line(
        `backup of the log ${logId} up to ${head}: ${path}. It has no secrets: save them and their key apart`,
      );}
    return EXIT.done;
  });
}

async function save(archive: ReadableStream<Uint8Array<ArrayBuffer>>, path: string): Promise<void> {
  const beside = `${path}.new`;
  using file = await Deno.open(beside, { write: true, create: true, truncate: true, mode: 0o600 });
  for await (const bytes of archive) {
    for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
  }
  await file.syncData();
  await Deno.rename(beside, path);
}
