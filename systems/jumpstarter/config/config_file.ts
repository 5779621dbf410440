/**
 * Where configuration files of exporters are.
 *
 * @module
 */
import type { CompositePlan } from "../exporter/plan.ts";
import { ConfigError } from "./config_error.ts";
import { type ExporterConfig, parseConfig } from "./exporter_config.ts";
import { absolute, type DeviceFile, finder } from "./find_device.ts";
import { readNodes } from "./read_nodes.ts";

/** The folders that have the files of exporters' aliases, first the user's own. */
export function configFolders(env: (name: string) => string | undefined): string[] {
  return [`${ownFolder(env)}/exporters`, "/etc/jumpstarter/exporters"];
}

/** The folders that have the files of clients' aliases. */
export function clientFolders(env: (name: string) => string | undefined): string[] {
  return [`${ownFolder(env)}/clients`];
}

function ownFolder(env: (name: string) => string | undefined): string {
  const home = env("XDG_CONFIG_HOME") ?? `${env("HOME") ?? ""}/.config`;
  return env("JMP_CLIENT_CONFIG_HOME") ?? `${home}/jumpstarter`;
}

/**
 * The file of an alias.
 *
 * @param kind What has the alias.
 * @throws {ConfigError} If no folder has it.
 */
export function fileOfAlias(alias: string, folders: readonly string[], kind: string = "exporter"): string {
  if (!/^[\w.-]+$/.test(alias)) {
    throw new ConfigError("", `Cannot use the alias ${JSON.stringify(alias)}: it names a file`);
  }
  const files = folders.map((folder) => `${folder}/${alias}.yaml`);
  for (const file of files) {
    try {
      if (Deno.statSync(file).isFile) return file;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  throw new ConfigError("", `Cannot find ${kind} ${alias}: there is no file ${files.join(" or ")}`);
}

/** A configuration file that was read, with the devices that it names. */
export interface LoadedConfig {
  /** The file. */
  readonly file: string;
  /** Its keys. */
  readonly config: ExporterConfig;
  /** Its devices. */
  readonly plan: CompositePlan;
}

/**
 * Reads a configuration file and all devices that it names.
 *
 * @param cwd What relative paths start from.
 * @throws {ConfigError} With the file and the place in it.
 */
export async function loadConfig(
  file: string,
  cwd: string,
  types: Readonly<Record<string, DeviceFile>> = {},
): Promise<LoadedConfig> {
  const path = absolute(file, cwd);
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (cause) {
    throw new ConfigError("", `Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  try {
    const config = parseConfig(text);
    const plan = await readNodes(config, finder({ folder: path.slice(0, path.lastIndexOf("/")), types }));
    return { file: path, config, plan };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(
      `${path}${error.place === "" ? "" : `: ${error.place}`}`,
      error.message.slice(
        error.place === "" ? 0 : error.place.length + 2,
      ),
      { cause: error },
    );
  }
}
