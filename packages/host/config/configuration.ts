/**
 * The services that a configuration declares, from the user's folders or from one file.
 *
 * @module
 */
import { TIMED_OUT, within } from "@fluxwire/transport";
import type { Service } from "../service.ts";
import { isDatabase, readBeginning, readDatabaseImage } from "./database_image.ts";
import { type Entries, EntryList } from "./entry.ts";
import { type ConfigCandidate, configCandidates, type UserEnvironment, userEnvironment } from "./folders.ts";
import { readJsonServices } from "./json_services.ts";
import type { ConfigProblem } from "./problem.ts";

/** The largest `config.json` that is read, in bytes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** How long one file may take to be read, in milliseconds: its disk may hang. */
const READ_MS = 5_000;

/** A service and where it was declared. */
export interface ConfiguredService {
  /** The service. */
  service: Service;
  /** The path of its file. */
  file: string;
  /** Where it stands in its file: `services[0]` or `cfg_services["planets.sock"]`. */
  place: string;
}

/** What was found. */
export interface Configuration {
  /** The files that were read, those first that count first. */
  files: readonly string[];
  /** Every service without problems, in the order of the files; those included that are not enabled. */
  services: readonly ConfiguredService[];
  /** Everything that is wrong. What is wrong with one service does not hide the others. */
  problems: readonly ConfigProblem[];
}

/**
 * Reads the configuration of one file, `config.json` or a database of DBFlux: its content decides which. Nothing is
 * written, locked or created.
 *
 * @returns The services, and the problems; a file that cannot be read is one.
 */
export async function readConfiguration(path: string): Promise<Configuration> {
  return merged([[path, await readEntries(path)]]);
}

/**
 * Reads every configuration in the user's folders: `config.json`, which may have what DBFlux does not know, then DBFlux's
 * own databases. If two files define the same service, the first file wins.
 *
 * @param environment Where the folders are; by default those of this user.
 * @returns The services, none without a file; and the problems.
 */
export async function findConfiguration(environment: UserEnvironment = userEnvironment()): Promise<Configuration> {
  const found: [string, Entries][] = [];
  for (const candidate of configCandidates(environment)) {
    const entries = await readCandidate(candidate);
    if (entries !== null) found.push([candidate.path, entries]);
  }
  return merged(found);
}

async function readCandidate({ path, unless }: ConfigCandidate): Promise<Entries | null> {
  try {
    const isUsed = await exists(path) && (unless === null || !await exists(unless));
    return isUsed ? await readEntries(path) : null;
  } catch (error) {
    return unreadable(path, error);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function merged(found: readonly [string, Entries][]): Configuration {
  const services: ConfiguredService[] = [];
  const names = new Set<string>();
  for (const [file, { entries }] of found) {
    for (const { socketId, service, place } of entries) {
      // One with problems hides those of later files, too: another program than was meant must not be started.
      if (socketId === null || names.has(socketId)) continue;
      names.add(socketId);
      if (service !== null) services.push({ service, file, place });
    }
  }
  return { files: found.map(([file]) => file), services, problems: found.flatMap(([, { problems }]) => problems) };
}

async function readEntries(path: string): Promise<Entries> {
  const entries = await within(readWithoutLimit(path), READ_MS);
  if (entries !== TIMED_OUT) return entries;
  return failed(path, "ConfigUnreadable", `it could not be read within ${READ_MS} ms; see its disk`);
}

async function readWithoutLimit(path: string): Promise<Entries> {
  try {
    // Opening a pipe would wait for another program.
    if (path !== "" && !(await Deno.stat(path)).isFile) {
      return failed(path, "ConfigUnreadable", "it is no regular file");
    }
    const bytes = await readBeginning(path, MAX_JSON_BYTES + 1);
    return isDatabase(bytes) ? await readDatabase(path) : readJson(bytes, path);
  } catch (error) {
    return unreadable(path, error);
  }
}

async function readDatabase(path: string): Promise<Entries> {
  const image = await readDatabaseImage(path);
  if (image === null) return failed(path, "ConfigUnreadable", "it is being written all the time; try again");
  // SQLite is loaded only for a database: it costs start-up time.
  const { readDatabaseServices } = await import("./database_services.ts");
  return readDatabaseServices(image, path);
}

function readJson(bytes: Uint8Array, path: string): Entries {
  if (bytes.length > MAX_JSON_BYTES) {
    return failed(path, "ConfigMalformed", `it is no database, and as JSON longer than ${MAX_JSON_BYTES} bytes`);
  }
  const text = decodeText(bytes);
  if (text === null) return failed(path, "ConfigMalformed", "it is neither a SQLite database nor text in UTF-8");
  return readJsonServices(text, path);
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function unreadable(path: string, error: unknown): Entries {
  return failed(path, "ConfigUnreadable", reasonOf(path, error));
}

function failed(path: string, code: "ConfigUnreadable" | "ConfigMalformed", reason: string): Entries {
  const list = new EntryList(path);
  list.report(code, "", reason);
  return list;
}

function reasonOf(path: string, error: unknown): string {
  if (path === "") return "the name of the file is empty";
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.NotCapable) {
    // A database is more than one file.
    const [, missing = path] = /"([^"]+)"/.exec(error.message) ?? [];
    return `permission is missing; run Deno with --allow-read=${missing}`;
  }
  if (error instanceof Deno.errors.PermissionDenied) return "the system refuses to read it; see its owner and mode";
  if (error instanceof RangeError || (error instanceof Error && "code" in error)) return error.message;
  throw error;
}
