/**
 * `fluxwire apiplant doctor`: finds what a configuration, the rules of models and the keys leave open.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { KEYS_REGISTER } from "../auth/keys/key_ring.ts";
import { type KeysDocument, keysOf } from "../auth/keys/stored_key.ts";
import type { Config } from "../config/config.ts";
import { type Finding, warning } from "../doctor/finding.ts";
import { logFindings, machineFindings } from "../doctor/findings.ts";
import { ServerError } from "../server/exit.ts";
import { configured } from "./configured.ts";
import { readRegister } from "../storage/register.ts";
import { WebhookList } from "../webhooks/webhook_list.ts";
import { withOffline } from "./offline.ts";

/** Ends with 8 if something is open, with 0 otherwise. */
export async function run(context: VerbContext): Promise<number> {
  const read = await configured(context.flags), { config } = read, { output } = context;
  const findings = [...await machineFindings(config, read), ...await dataFindings(context, config)];
  if (output.isJson) output.json({ ok: !findings.some(isOpen), findings });
  else {
    for (const { level, message } of findings) output.line(`${level}: ${message}`);
    if (findings.length === 0) output.line("nothing is open");
  }
  return findings.some(isOpen) ? EXIT.checkFailed : EXIT.done;
}

/** What the models and keys of a server that does not run leave open. */
async function dataFindings(context: VerbContext, config: Config): Promise<readonly Finding[]> {
  const { drivers, server } = config;
  if (drivers.event === "memory") return [];
  // Looking at a folder that does not exist would make it.
  if (await Deno.stat(server.dataDir).catch(() => null) === null) return [];
  const findings: Finding[] = [];
  try {
    await withOffline(context, async (offline) => {
      const log = await offline.event(), models = await (await offline.models(log, false)).models();
      const held = await readRegister<KeysDocument>(log, KEYS_REGISTER);
      const contents = {
        models: models.map(({ definition }) => definition),
        keys: keysOf(held?.value ?? null),
        webhooks: await new WebhookList(log).all(),
      };
      findings.push(...logFindings(config, contents, Date.now()));
      return EXIT.done;
    });
  } catch (error) {
    if (!(error instanceof ServerError) || error.exit !== "cannotListen") throw error;
    findings.push(warning("running", "A server has the data: stop it to have its rules and keys looked at"));
  }
  return findings;
}

function isOpen({ level }: Finding): boolean {
  return level === "open";
}
