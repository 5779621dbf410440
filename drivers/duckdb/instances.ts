/**
 * Open databases: one instance a file, however many sessions use it.
 *
 * DuckDB locks a file for one process, not for one instance: two instances of a file in this process would each believe that
 * it is theirs alone.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { openError } from "./failure.ts";
import { type DuckDBConnection, DuckDBInstance } from "./library.ts";

/** How a database is opened. */
export interface InstanceOptions {
  /** A file, or `:memory:` for a database of the session's own. */
  path: string;
  /** Whether writes are refused. */
  isReadOnly: boolean;
  /** The most memory, in DuckDB's notation, such as `2GB`; empty for DuckDB's default of 80 % of the machine's. */
  memoryLimit: string;
  /** The most threads; null for one for each processor. */
  threads: number | null;
}

/** An instance and how many sessions use it. */
interface Shared {
  readonly instance: Promise<DuckDBInstance>;
  readonly options: string;
  sessions: number;
}

/** The path of a database in memory. */
export const MEMORY = ":memory:";

const shared = new Map<string, Shared>();

/** A connection of a session. Disposing it closes the database with its last session. */
export class OpenedInstance implements Disposable {
  readonly #release: () => void;
  /** The session's connection. */
  readonly connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection, release: () => void) {
    this.connection = connection;
    this.#release = release;
  }

  /**
   * Connects to a database, and opens it if no session of this process has it open.
   *
   * @throws {DriverError} `Driver` if it cannot be opened, `InvalidRequest` if it is open with other options.
   */
  static async open(options: InstanceOptions): Promise<OpenedInstance> {
    if (options.path === MEMORY) {
      const instance = await create(MEMORY, options);
      return new OpenedInstance(await instance.connect(), () => instance.closeSync());
    }
    const file = await resolved(options.path);
    const { path: _, ...rest } = options;
    const wanted = JSON.stringify(rest);
    const found = shared.get(file) ?? { instance: create(file, options), options: wanted, sessions: 0 };
    if (found.options !== wanted) {
      const how = `Cannot open ${options.path}: another session has it open with other values`;
      throw new DriverError("InvalidRequest", `${how} of read only, memory limit or threads; use the same`);
    }
    shared.set(file, found);
    found.sessions += 1;
    const release = (): void => {
      found.sessions -= 1;
      if (found.sessions > 0) return;
      shared.delete(file);
      found.instance.then((instance) => instance.closeSync(), () => {});
    };
    try {
      return new OpenedInstance(await (await found.instance).connect(), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Closes the connection. */
  [Symbol.dispose](): void {
    this.connection.closeSync();
    this.#release();
  }
}

async function create(path: string, { isReadOnly, memoryLimit, threads }: InstanceOptions): Promise<DuckDBInstance> {
  const config: Record<string, string> = {
    access_mode: isReadOnly && path !== MEMORY ? "READ_ONLY" : "AUTOMATIC",
    // A statement must not download programs: INSTALL does, when a user asks for it.
    autoinstall_known_extensions: "false",
    ...memoryLimit === "" ? {} : { memory_limit: memoryLimit },
    ...threads === null ? {} : { threads: String(threads) },
  };
  try {
    return await DuckDBInstance.create(path, config);
  } catch (error) {
    throw openError(error, path, config);
  }
}

/** The file behind links, so that one file has one instance; a file that is still to be made has its folder's. */
async function resolved(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return path;
  }
  const slash = path.lastIndexOf("/");
  const folder = await Deno.realPath(slash < 0 ? "." : path.slice(0, slash) || "/").catch(() => null);
  return folder === null ? path : `${folder}/${path.slice(slash + 1)}`;
}
