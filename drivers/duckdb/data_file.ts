/**
 * What a form's path means: a database, or a file of another format that is read in place.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { failure } from "./failure.ts";
import { type InstanceOptions, MEMORY, type OpenedInstance, openInstance } from "./instances.ts";

/** The endings of files that are read in place, with the functions that read them. */
const READERS: readonly (readonly [RegExp, string])[] = [
  [/\.(csv|tsv)(\.gz|\.zst)?$/i, "read_csv"],
  [/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i, "read_json"],
  [/\.parquet$/i, "read_parquet"],
];

/**
 * Opens a database, or makes one in memory for a file of another format: its view has the file's name without endings.
 *
 * @throws {DriverError} `InvalidRequest` for values of the form that DuckDB would misread; `Driver` if it cannot be opened.
 */
export async function openFile(values: InstanceOptions): Promise<OpenedInstance> {
  const trimmed = values.path.trim(), path = trimmed.startsWith(MEMORY) ? trimmed : values.path;
  const options = { ...values, memory_limit: values.memory_limit.trim() };
  const refuse = (reason: string): never => {
    throw new DriverError("InvalidRequest", `Cannot open ${path.replaceAll("\0", "\\0")}: ${reason}`);
  };
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
