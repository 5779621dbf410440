/**
 * Open databases: one instance a file, however many sessions use it, and one in memory for a file of another format.
 *
 * DuckDB locks a file for one process, not for one instance: two instances of a file in this process would each believe that
 * it is theirs alone. DuckDB's cache of instances knows what they have open, and refuses to ATTACH it in another one.
 *
 * @module
 */
import { DriverError, fileNumber, resolvedFile } from "@fluxwire/sdk";
import { quotedTexts } from "@fluxwire/sql";
import { type DuckDBConnection, DuckDBInstance, failure } from "./library.ts";

/** The form's values, as the README has them; an empty limit, and null for threads, are DuckDB's defaults. */
export interface InstanceOptions {
  path: string;
  read_only: boolean;
  memory_limit: string;
  threads: number | null;
}

/** An instance, and how many sessions and results use it. */
interface Shared {
  readonly instance: Promise<DuckDBInstance>;
  readonly options: string;
  /** The file's number, which it has under every name; null until it is open, and without a file. */
  file: string | null;
  users: number;
}

/** The path of a database in memory, or the beginning of one. */
const MEMORY = ":memory:";
const CONFLICT = "Unique file handle conflict: the file is open";

const shared = new Map<string, Shared>();
/** The results that keep their databases, and what ends that. */
const kept = new FinalizationRegistry<() => void>((leave) => leave());

/** The endings of files that are read in place, with the functions that read them. */
const READERS: readonly (readonly [RegExp, string])[] = [
  [/\.(csv|tsv)(\.gz|\.zst)?$/i, "read_csv"],
  [/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i, "read_json"],
  [/\.parquet$/i, "read_parquet"],
];

/** A connection of a session. Disposing it closes the database with its last session. */
export interface OpenedInstance extends Disposable {
  /** The session's connection. */
  readonly connection: DuckDBConnection;
  /** Keeps the database open until a result is collected: its file stays open as long, and DuckDB waits for that file. */
  keepFor(result: object): void;
}

/**
 * Opens a database, or makes one in memory for a file of another format: its view has the file's name without endings.
 *
 * @throws {DriverError} `InvalidRequest` for values of the form that DuckDB would misread; `Driver` if it cannot be opened.
 */
export async function openFile(values: InstanceOptions): Promise<OpenedInstance> {
  const trimmed = values.path.trim(), path = trimmed.startsWith(MEMORY) ? trimmed : values.path;
  const options = { ...values, memory_limit: values.memory_limit.trim() };
  const refuse = (reason: string): never => refused(path.replaceAll("\0", "\\0"), reason);
  if (path.includes("\0")) refuse("its path has a NUL character");
  if (path.startsWith(MEMORY) && options.read_only) refuse("a database in memory is always new; leave read only off");
  if (options.threads === 0) refuse("0 threads compute nothing; leave the field empty for one for each processor");
  if (!/^(\d+(\.\d+)? *[KMGT]i?B)?$/i.test(options.memory_limit)) {
    refuse(`memory limit ${options.memory_limit} is no size; give a number and a unit, such as 2GB`);
  }
  const [, reader] = READERS.find(([ending]) => ending.test(path)) ?? [];
  if (reader === undefined) return await openInstance({ ...options, path });
  const opened = await openInstance({ ...options, path: MEMORY });
  const view = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*(\.gz|\.zst)?$/i, "");
  // A file's own name is no pattern, which would read others.
  const isThere = await Deno.stat(path).then(() => true, () => false);
  const file = (isThere ? path.replaceAll(/[*?[]/g, "[$&]") : path).replaceAll("'", "''");
  const made = `CREATE VIEW "${view.replaceAll('"', '""')}" AS SELECT * FROM ${reader}('${file}')`;
  await opened.connection.run(made).catch((error) => {
    opened[Symbol.dispose]();
    throw failure(error, `Cannot open ${path}: `);
  });
  return opened;
}

/**
 * Connects to a database, and opens it if no session of this process has it open. One that DuckDB has given up runs nothing.
 *
 * @throws {DriverError} `Driver` if it cannot be opened; `InvalidRequest` if it is open with other options, or is another
 *   file by now.
 */
async function openInstance(options: InstanceOptions): Promise<OpenedInstance> {
  const path = resolved(options.path), file = await fileNumber(path);
  const wanted = JSON.stringify([options.read_only, options.memory_limit, options.threads]);
  const refuse = (reason: string): never => refused(options.path, `another session has ${reason}`);
  const [key, found] = [...shared].find(([own, one]) => own === path || file !== null && one.file === file) ??
    [path, { instance: create(path, options), options: wanted, file: null, users: 0 }];
  if (found.options !== wanted) refuse("it open with other values of read only, memory limit or threads; use the same");
  if (![null, file].includes(found.file)) refuse("the file open that was there before; close its sessions first");
  shared.set(key, found);
  found.users += 1;
  using opening = new DisposableStack();
  const leave = (): void => {
    found.users -= 1;
    if (found.users > 0) return;
    shared.delete(key);
    found.instance.then((instance) => instance.closeSync(), () => {});
  };
  opening.defer(leave);
  const connection = opening.adopt(await (await found.instance).connect(), (one) => one.closeSync());
  await connection.run("SELECT 1").catch((error) => Promise.reject(failure(error, `Cannot open ${options.path}: `)));
  found.file ??= await fileNumber(path);
  const keepFor = (result: object): void => {
    found.users += 1;
    kept.register(result, leave);
  };
  return Object.assign(opening.move(), { connection, keepFor });
}

async function create(path: string, { read_only, memory_limit, threads }: InstanceOptions): Promise<DuckDBInstance> {
  const isMemory = path.startsWith(MEMORY), others = [...shared.values()], file = await fileNumber(path, 2);
  if (file !== null && (await openFiles(others)).has(file)) throw failure(CONFLICT, `Cannot open ${path}: `);
  const config: Record<string, string> = {
    access_mode: read_only && !isMemory ? "READ_ONLY" : "AUTOMATIC",
    // A statement must not download programs: INSTALL does, when a user asks for it.
    autoinstall_known_extensions: "false",
    ...memory_limit === "" ? {} : { memory_limit },
    ...threads === null ? {} : { threads: String(threads) },
  };
  const opening = DuckDBInstance.fromCache(isMemory ? MEMORY : path, config);
  return await opening.catch((error) => Promise.reject(failure(error, `Cannot open ${path}: `)));
}

function refused(path: string, reason: string): never {
  throw new DriverError("InvalidRequest", `Cannot open ${path}: ${reason}`);
}

/** The file behind links, so that one file has one instance. */
function resolved(given: string): string {
  if (given === MEMORY) return `${MEMORY}#${crypto.randomUUID()}`;
  return given.startsWith(MEMORY) ? given : resolvedFile(atHome(given));
}

const atHome = (path: string): string => path.replace(/^~(?=\/)/, () => Deno.env.get("HOME") ?? "~");

/** The numbers of the files that databases of all sessions have open. */
async function openFiles(all: readonly Shared[] = [...shared.values()]): Promise<Set<string | null>> {
  const files = all.map(async ({ instance, file }) => {
    const asking = await (await instance).connect();
    const found = asking.runAndReadAll("SELECT path FROM system.main.duckdb_databases() WHERE path IS NOT NULL");
    const rows = await found.then((all) => all.getRows(), () => []).finally(() => asking.closeSync());
    return [file, ...await Promise.all(rows.map(([path]) => fileNumber(String(path))))];
  });
  return new Set((await Promise.allSettled(files)).flatMap((one) => one.status === "fulfilled" ? one.value : []));
}

/**
 * Refuses a text that may open a file again which a session has open: two databases of a file lose commits, and DuckDB's lock
 * ends when a file is read as bytes. ATTACH itself knows a file by its name, unless it has several.
 *
 * @throws {DriverError} `Driver`.
 */
export async function checkFiles(text: string): Promise<void> {
  const isReading = /\b(?:COPY|sniff_csv|read_\w+|parquet_\w+)\b|\b(?:FROM|JOIN)\s*'/i.test(text);
  if (!isReading && !/\bATTACH\b/i.test(text)) return;
  const open = await openFiles();
  for (const given of new Set(quotedTexts(text))) {
    const file = await fileNumber(atHome(given.replace(/^duckdb:/, "")), isReading ? 1 : 2);
    if (file !== null && open.has(file)) throw failure(CONFLICT, `Cannot run statement with ${given}: `);
  }
}
