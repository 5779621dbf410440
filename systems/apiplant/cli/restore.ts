/**
 * `fluxwire apiplant restore FILE`: puts a backup into a data folder that has no events.
 *
 * @module
 */
import { resolve } from "node:path";
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { restore } from "../storage/backup/restore.ts";
import { withOffline } from "./offline.ts";

/** Verifies all of it before a file is put in place. */
export function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  return withOffline(context, async ({ config }) => {
    const manifest = await restore(await archiveOf(flags.words[0]!), config.server.dataDir);
    const { logId, first, head, snapshot, at } = manifest;
    if (output.isJson) output.json({ logId, first, head, snapshot, at });
    else output.line(`restored the log ${logId} of ${at}, events ${first} to ${head}, into ${config.server.dataDir}`);
    return EXIT.done;
  });
}

async function archiveOf(name: string): Promise<AsyncIterable<Uint8Array>> {
  if (name === "-") return Deno.stdin.readable;
  try {
    return (await Deno.open(resolve(name))).readable;
  } catch (error) {
    throw new UsageError(`Cannot read the backup ${name}: ${error instanceof Error ? error.message : error}`);
  }
}
