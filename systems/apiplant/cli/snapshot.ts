/**
 * `fluxwire apiplant snapshot`: writes a snapshot of a server that does not run.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { takeSnapshot } from "../server/snapshots.ts";
import { withOffline } from "./offline.ts";

/** Writes it at the head of the log. */
export function run(context: VerbContext): Promise<number> {
  const { output } = context;
  return withOffline(context, async (offline) => {
    const { seq, path } = await takeSnapshot(await offline.models(await offline.event(), false), offline.snapshots);
    if (output.isJson) output.json({ seq, path });
    else output.line(`snapshot at ${seq}: ${path}`);
    return EXIT.done;
  });
}
