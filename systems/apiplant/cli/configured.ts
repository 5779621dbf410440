/**
 * The configuration that a command line names.
 *
 * @module
 */
import { isAbsolute, resolve } from "node:path";
import type { Flags } from "@fluxwire/command/program";
import { ConfigError } from "../config/config.ts";
import { parseAddress } from "../config/address.ts";
import { CONFIG_FILE, type ReadConfig, readConfig } from "../config/read.ts";

/** A configuration with what to warn of. */
export interface Configured extends ReadConfig {
  /** The path of its file; `null` if no file was read. */
  readonly file: string | null;
}

/**
 * Reads the file of `--config`, or `config.toml` if it exists, and applies the options that replace settings. Its paths are
 * relative to its folder.
 *
 * @throws {ConfigError} With every problem.
 */
export async function configured(flags: Flags): Promise<Configured> {
  const named = flags.text("config");
  const file = named ?? CONFIG_FILE;
  const source = await sourceOf(file, named !== null);
  const read = readConfig(source ?? "", file, (name) => Deno.env.get(name));
  const { server, plugins, hooks } = read.config;
  const at = (path: string) => isAbsolute(path) ? path : resolve(file, "..", path);
  const config = {
    ...read.config,
    server: {
      ...server,
      dataDir: at(server.dataDir),
      public: at(server.public),
      mountAddress: addressOf(flags) ?? server.mountAddress,
    },
    plugins: { dir: folderOf(flags, "plugins") ?? at(plugins.dir) },
    hooks: { ...hooks, dir: folderOf(flags, "hooks") ?? at(hooks.dir) },
  };
  return { ...read, config, file: source === null ? null : file };
}

async function sourceOf(file: string, isRequired: boolean): Promise<string | null> {
  try {
    return await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && !isRequired) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`Cannot read the configuration ${file}: ${reason}`]);
  }
}

function addressOf(flags: Flags): ReturnType<typeof parseAddress> {
  const text = flags.text("address");
  if (text === null) return null;
  const address = parseAddress(text);
  if (address === null) {
    throw new ConfigError([`--address ${text} is no address: write host:port, :port or unix:/path`]);
  }
  return address;
}

function folderOf(flags: Flags, name: string): string | null {
  const path = flags.text(name);
  return path === null ? null : resolve(path);
}
