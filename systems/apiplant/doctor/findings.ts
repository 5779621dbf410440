/** All that a doctor finds, of a server that runs as of one that does not. */
import type { StoredKey } from "../auth/keys/stored_key.ts";
import type { Config } from "../config/config.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Webhook } from "../webhooks/webhook.ts";
import { configurationFindings } from "./configuration.ts";
import { folderFindings } from "./data_folder.ts";
import type { Finding } from "./finding.ts";
import { keyFindings } from "./keys.ts";
import { type ConfigFile, pathFindings } from "./paths.ts";
import { ruleFindings } from "./rules.ts";
import { webhookFindings } from "./webhooks.ts";

/** What a log has that can leave something open. */
export interface LogContents {
  readonly models: readonly ModelDefinition[];
  readonly keys: readonly StoredKey[];
  readonly webhooks: readonly Webhook[];
}

/** What the configuration and the files of the machine leave open. */
export async function machineFindings(config: Config, file: ConfigFile): Promise<readonly Finding[]> {
  return [
    ...configurationFindings(config),
    ...await folderFindings(config.server.dataDir),
    ...await pathFindings(config, file),
  ];
}

/** What a log leaves open. `now` is in milliseconds since 1970. */
export function logFindings(
  { auth }: Config,
  { models, keys, webhooks }: LogContents,
  now: number,
): readonly Finding[] {
  return [...ruleFindings(auth.mode, models), ...keyFindings(keys, now), ...webhookFindings(webhooks)];
}
