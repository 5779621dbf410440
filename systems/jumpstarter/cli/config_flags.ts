/**
 * The flags that name an exporter's configuration file.
 *
 * @module
 */
import { type Flag, UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import { configFolders, fileOfAlias, loadConfig, type LoadedConfig } from "../config/config_file.ts";
import { absolute, type DeviceFile } from "../config/find_device.ts";
import { unusedSettings } from "../config/exporter_config.ts";

/** The flags. */
export const CONFIG_FLAGS: readonly Flag[] = [
  { name: "exporter", value: "ALIAS", help: "The exporter: a file ALIAS.yaml in the folder of exporters" },
  { name: "exporter-config", value: "FILE", help: "The exporter's configuration file" },
  { name: "type", value: "NAME=FILE#EXPORT", help: "Where the device of a type is; may be repeated" },
];

/**
 * Reads the configuration file that a command line names, and warns of settings that change nothing.
 *
 * @param isLeased Whether the exporter is one of a controller.
 * @throws {UsageError} for none, or two; {ConfigError} for what is wrong with it.
 */
export async function configOf(flags: Flags, isLeased: boolean = false): Promise<LoadedConfig> {
  const alias = flags.text("exporter"), file = flags.text("exporter-config");
  if ((alias === null) === (file === null)) {
    throw new UsageError("Give one of --exporter ALIAS and --exporter-config FILE");
  }
  const types = Object.fromEntries(flags.all("type").map((text) => typeOf(text)));
  const path = file ?? fileOfAlias(alias!, configFolders((name) => Deno.env.get(name)));
  const loaded = await loadConfig(path, Deno.cwd(), types);
  const unused = isLeased ? [] : unusedSettings(loaded.config);
  if (unused.length > 0) {
    console.error(`Warning: ${unused.join(", ")} of ${path} change nothing: this exporter serves without a controller`);
  }
  return loaded;
}

function typeOf(text: string): [string, DeviceFile] {
  const [, name, file, exported] = /^([^=]+)=(.+)#([^#]+)$/.exec(text) ?? [];
  if (name === undefined) throw new UsageError(`Cannot use --type ${text}: write NAME=FILE#EXPORT`);
  return [name, { path: absolute(file!, Deno.cwd()), exported: exported! }];
}
