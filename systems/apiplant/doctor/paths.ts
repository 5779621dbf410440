/** Which files and folders of a server other users of the machine can read or change. */
import { dirname, join, resolve } from "node:path";
import type { Config, Settings } from "../config/config.ts";
import { isSecret } from "../config/shown.ts";
import { type Finding, open } from "./finding.ts";

/** Others may read it, and others may change it. */
const READ = 0o044, WRITE = 0o022, ENTER = 0o011;
/** In a folder with this bit, users change their own files alone. */
const STICKY = 0o1000;

/** What a doctor knows of a configuration's file. */
export interface ConfigFile {
  /** Its path; `null` without a file. */
  readonly file: string | null;
  /** The settings whose values came from the environment. */
  readonly expanded: ReadonlySet<string>;
}

/** What others can read or change of all that a configuration names. */
export async function pathFindings(config: Config, { file, expanded }: ConfigFile): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [setting, path] of secretPaths(config)) {
    if (!await isOpen(path, READ | WRITE)) continue;
    findings.push(
      open("secret-file", `Other users of this machine can use ${path} (${setting}): chmod 600 it, or 700 a folder`),
    );
  }
  const secrets = literalSecrets(config.storage, "driver", expanded);
  if (file !== null && secrets.length > 0 && await isOpen(file, READ)) {
    const names = secrets.join(", ");
    findings.push(
      open(
        "config-file",
        `Other users can read ${file}, which has ${names}: chmod 600 it, or write "$NAME" or "secure:NAME"`,
      ),
    );
  }
  for (const [setting, path] of codePaths(config, file)) {
    const place = await changedAt(path);
    if (place === null) continue;
    findings.push(
      open(
        "writable",
        `Other users can change ${path} (${setting}), and so what the server runs or shows: chmod go-w ${place}`,
      ),
    );
  }
  return [...findings, ...await shownFindings(config, file)];
}

/** Files and folders that have secrets or data, beside the data folder. */
function secretPaths({ server, storage, files }: Config): [string, string][] {
  const keyFile = storage.secure["private-key"], found: [string, string][] = [];
  if (server.tls !== null && !server.tls.key.startsWith("secure:")) found.push(["server.tls.key", server.tls.key]);
  if (typeof keyFile === "string" && !/^(env|secure):/.test(keyFile)) {
    found.push(["driver-secure-storage.private-key", keyFile]);
  }
  for (const role of ["secure", "event", "model", "error"] as const) {
    const { path } = storage[role];
    if (typeof path === "string" && !path.startsWith("secure:")) found.push([`driver-${role}-storage.path`, path]);
  }
  if (files.dir !== "") found.push(["files.dir", files.dir]);
  return found;
}

/** What the server runs, and what it gives to browsers. */
function codePaths({ server, plugins, hooks }: Config, file: string | null): [string, string][] {
  return [
    ...file === null ? [] : [["--config", file] as [string, string]],
    ["plugins.dir", plugins.dir],
    ["hooks.dir", hooks.dir],
    ...hooks.deno === "" ? [] : [["hooks.deno", hooks.deno] as [string, string]],
    ["server.public", server.public],
  ];
}

/** The settings of storages that are secrets, and stand in the file themselves. */
function literalSecrets(settings: Config["storage"] | Settings, path: string, expanded: ReadonlySet<string>): string[] {
  return Object.entries(settings).flatMap(([key, value]): string[] => {
    const at = path === "driver" ? `driver-${key}-storage` : `${path}.${key}`;
    if (typeof value === "object" && !Array.isArray(value)) return literalSecrets(value as Settings, at, expanded);
    const isElsewhere = expanded.has(at) || key === "private-key" || JSON.stringify(value).includes('"secure:');
    return !isElsewhere && isSecret(key, value) ? [at] : [];
  });
}

/** What the folder of static files has that is not for readers. */
async function shownFindings({ server }: Config, file: string | null): Promise<readonly Finding[]> {
  const folder = await Deno.realPath(server.public).catch(() => null);
  if (folder === null) return [];
  const inside: string[] = [];
  for (
    const path of [
      server.dataDir,
      ...file === null ? [] : [file],
      ...server.tls === null || server.tls.key.startsWith("secure:") ? [] : [server.tls.key],
    ]
  ) {
    const real = await Deno.realPath(path).catch(() => resolve(path));
    if (real === folder || real.startsWith(join(folder, "/"))) inside.push(path);
  }
  if (inside.length === 0) return [];
  return [open("public", `Every client can read ${inside.join(", ")}: take it out of the folder server.public`)];
}

/** Whether other users may do it with a file or folder, and come to it. */
async function isOpen(path: string, bits: number): Promise<boolean> {
  const mode = await modeOf(path);
  return mode !== null && (mode & bits) !== 0 && await isReached(resolve(path));
}

/** Where other users may change a file, or put another in its place or in that of a folder on the way; `null` if nowhere. */
async function changedAt(path: string): Promise<string | null> {
  if (await isOpen(path, WRITE)) return path;
  for (let at = resolve(path), folder = dirname(at); folder !== at; at = folder, folder = dirname(at)) {
    const mode = await modeOf(folder);
    if (mode !== null && (mode & STICKY) === 0 && (mode & WRITE) !== 0 && await isReached(folder)) return folder;
  }
  return null;
}

/** Whether other users may enter every folder on the way. */
async function isReached(path: string): Promise<boolean> {
  for (let folder = dirname(path);; folder = dirname(folder)) {
    const mode = await modeOf(folder);
    if (mode !== null && (mode & ENTER) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** The mode of a file; `null` if it does not exist, or the system has no modes. */
async function modeOf(path: string): Promise<number | null> {
  return (await Deno.stat(path).catch(() => null))?.mode ?? null;
}
