/**
 * `fluxwire apiplant rebuild`: makes model storage from the log again, and shows its digest.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { digestOf } from "../storage/model/dump.ts";
import { withOffline } from "./offline.ts";

/** Empties it, and replays every event that the log has. */
export function run(context: VerbContext): Promise<number> {
  const { output } = context;
  return withOffline(context, async (offline) => {
    const models = await offline.models(await offline.event(), true);
    const { seq } = await models.state(), digest = await digestOf(models.dump());
    if (output.isJson) output.json({ seq, digest });
    else output.line(`models at ${seq}: SHA-256 ${digest}`);
    return EXIT.done;
  });
}
