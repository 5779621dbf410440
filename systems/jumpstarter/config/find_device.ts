/**
 * Finds the device that a `type` of a configuration file names.
 *
 * @module
 */
import type { Device } from "../device/define_device.ts";
import { STANDARD } from "../standard/mod.ts";
import { ConfigError } from "./config_error.ts";
import type { FindDevice } from "./read_nodes.ts";

/** Where an own device is: a file, and the name of its export. */
export interface DeviceFile {
  /** The file's absolute path. */
  readonly path: string;
  /** The name. */
  readonly exported: string;
}

/** What {@link finder} looks at. */
export interface FinderOptions {
  /** The folder of the configuration file. */
  readonly folder: string;
  /** Files of types, by name: from the command line. */
  readonly types?: Readonly<Record<string, DeviceFile>>;
}

/**
 * Looks for types: `./FILE#EXPORT` beside the configuration file, a word of Fluxwire such as `power/http`, a driver class of
 * upstream that is here as well, and for another dotted path `a.b.C` what the command line says, or the export C of `a/b.ts`
 * or `a.ts` beside the configuration file.
 */
export function finder({ folder, types = {} }: FinderOptions): FindDevice {
  return async (type, place) => {
    const hash = type.lastIndexOf("#");
    if (hash > 0) {
      return await load({ path: absolute(type.slice(0, hash), folder), exported: type.slice(hash + 1) }, place);
    }
    if (Object.hasOwn(types, type)) return await load(types[type]!, place);
    if (Object.hasOwn(STANDARD, type)) return await STANDARD[type]!();
    const parts = type.split(".");
    const exported = parts.pop()!;
    const candidates = parts.length === 0
      ? []
      : [...new Set([`${folder}/${parts.join("/")}.ts`, `${folder}/${parts[0]}.ts`])];
    for (const path of candidates) if (await isFile(path)) return await load({ path, exported }, place);
    const looked = candidates.length === 0
      ? ""
      : ` It is no type of this exporter, and no file ${candidates.join(" or ")}.`;
    const words = Object.keys(STANDARD).filter((word) => word.includes("/")).join(", ");
    throw new ConfigError(
      place,
      `Driver '${type}' is not installed. Please check exporter configuration.${looked} Use ./FILE.ts#EXPORT or one of ${words}.`,
    );
  };
}

/** A path as it is, or in a folder. */
export function absolute(path: string, folder: string): string {
  return path.startsWith("/") ? path : `${folder}/${path.replace(/^\.\//, "")}`;
}

async function load({ path, exported }: DeviceFile, place: string): Promise<Device> {
  if (!(await isFile(path))) throw new ConfigError(place, `there is no file ${path}`);
  let module: Record<string, unknown>;
  try {
    module = await import(fileUrl(path));
  } catch (cause) {
    throw new ConfigError(place, `cannot load ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  const device = Object.hasOwn(module, exported) ? module[exported] : undefined;
  if (isDevice(device)) return device;
  const names = Object.keys(module).filter((name) => isDevice(module[name])).join(", ") || "none";
  throw new ConfigError(place, `${path} exports no device ${exported}; its devices are ${names}`);
}

/** The URL of a file, by its absolute path. */
export function fileUrl(path: string): string {
  return new URL(`file://${path.split("/").map(encodeURIComponent).join("/")}`).href;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/** A package may have another copy of the class: what counts is the shape. */
function isDevice(value: unknown): value is Device {
  return typeof value === "object" && value !== null && "open" in value && typeof value.open === "function" &&
    "config" in value && "clientClass" in value;
}
