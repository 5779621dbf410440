/**
 * `fluxwire apiplant export FILE`: saves the definitions of all models of a server that does not run.
 *
 * @module
 */
import { resolve } from "node:path";
import { counted, EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { exportDefinitions } from "../definitions/definition_set.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { HookDefinition } from "../model/definition.ts";
import { withSystemErrors } from "../storage/file/system_error.ts";
import { withOffline } from "./offline.ts";

/** Writes the document to the file, or to stdout for `-`. */
export function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  return withOffline(context, async (offline) => {
    const storage = await offline.models(await offline.event(), false);
    const models = await storage.models(), hooks = new Map<string, readonly HookDefinition[]>();
    for (const { definition: { id } } of models) hooks.set(id, await storage.hooks(id));
    const document = exportDefinitions({ models: () => models, hooks: (model) => hooks.get(model) ?? [] });
    const text = `${stringifyExact(document)}\n`;
    if (flags.words[0] === "-") {
      output.write(text);
      return EXIT.done;
    }
    const path = resolve(flags.words[0]!);
    await withSystemErrors(path, () => Deno.writeTextFile(path, text));
    if (output.isJson) output.json({ path, models: models.length });
    else output.line(`${counted(models.length, "model")}: ${path}`);
    return EXIT.done;
  });
}
