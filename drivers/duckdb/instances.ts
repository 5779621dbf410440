/**
 * Open databases: one instance a file, however many sessions use it.
 *
 * DuckDB locks a file for one process, not for one instance: two instances of a file in this process would each believe that
 * it is theirs alone.
 *
 * @module
 */
import { DriverError, resolvedFile } from "@fluxwire/sdk";
import { failure } from "./failure.ts";
import { type DuckDBConnection, DuckDBInstance } from "./library.ts";

/** The form's values: how a database is opened. */
export interface InstanceOptions {
  /** A file; `:memory:` for a database of the session's own, `:memory:name` for one that sessions share. */
  path: string;
  /** Whether writes are refused. */
  read_only: boolean;
  /** The most memory, such as `2GB`; empty for DuckDB's default. */
  memory_limit: string;
  /** The most threads; null for one for each processor. */
  threads: number | null;
}

/** An instance and how many sessions use it. */
interface Shared {
  readonly instance: Promise<DuckDBInstance>;
  readonly options: string;
  /** The file's number, which it has under every name; null until it is open, and without a file. */
  file: string | null;
  sessions: number;
}

/** The path of a database in memory, or the beginning of one. */
export const MEMORY = ":memory:";

const shared = new Map<string, Shared>();

/** A connection of a session. Disposing it closes the database with its last session. */
export interface OpenedInstance extends Disposable {
  /** The session's connection. */
  readonly connection: DuckDBConnection;
}

/**
 * Connects to a database, and opens it if no session of this process has it open.
 *
 * @throws {DriverError} `Driver` if it cannot be opened; `InvalidRequest` if it is open with other options, or is another
 *   file by now.
 */
export async function openInstance(options: InstanceOptions): Promise<OpenedInstance> {
  const path = resolved(options.path), file = await numberOf(path);
  const wanted = JSON.stringify([options.read_only, options.memory_limit, options.threads]);
  const refuse = (reason: string): never => {
    throw new DriverError("InvalidRequest", `Cannot open ${options.path}: another session has ${reason}`);
  };
  const [key, found] = [...shared].find(([own, one]) => own === path || file !== null && one.file === file) ??
    [path, { instance: create(path, options), options: wanted, file: null, sessions: 0 }];
  if (found.options !== wanted) refuse("it open with other values of read only, memory limit or threads; use the same");
  if (found.file !== null && found.file !== file) {
    refuse("the file open that was there before; close its sessions first");
  }
  shared.set(key, found);
  found.sessions += 1;
  using opening = new DisposableStack();
  opening.defer(() => {
    found.sessions -= 1;
    if (found.sessions > 0) return;
    shared.delete(key);
    found.instance.then((instance) => instance.closeSync(), () => {});
  });
  const connection = opening.adopt(await (await found.instance).connect(), (one) => one.closeSync());
  found.file ??= await numberOf(path);
  const opened = opening.move();
  return { connection, [Symbol.dispose]: () => opened.dispose() };
}

async function create(path: string, { read_only, memory_limit, threads }: InstanceOptions): Promise<DuckDBInstance> {
  const isMemory = path.startsWith(MEMORY);
  const config: Record<string, string> = {
    access_mode: read_only && !isMemory ? "READ_ONLY" : "AUTOMATIC",
    // A statement must not download programs: INSTALL does, when a user asks for it.
    autoinstall_known_extensions: "false",
    ...memory_limit === "" ? {} : { memory_limit },
    ...threads === null ? {} : { threads: String(threads) },
  };
  const opening = DuckDBInstance.create(isMemory ? MEMORY : path, config);
  return await opening.catch((error) => Promise.reject(failure(error, `Cannot open ${path}: `)));
}

/** The file behind links, so that one file has one instance. */
function resolved(given: string): string {
  if (given === MEMORY) return `${MEMORY}#${crypto.randomUUID()}`;
  if (given.startsWith(MEMORY)) return given;
  return resolvedFile(/^~(?=\/)/.test(given) ? given.replace("~", Deno.env.get("HOME") ?? "~") : given);
}

async function numberOf(path: string): Promise<string | null> {
  const { dev, ino } = await Deno.stat(path).catch(() => ({ dev: 0, ino: null }));
  return ino === null ? null : `${dev}:${ino}`;
}
