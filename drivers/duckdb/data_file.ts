/**
 * Files of other formats, read in place: a database in memory with a view of the file.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { type InstanceOptions, MEMORY, OpenedInstance } from "./instances.ts";
import { openError } from "./failure.ts";

/** The endings of files that are read in place, with the functions that read them. */
const READERS: readonly (readonly [RegExp, string])[] = [
  [/\.(csv|tsv)(\.gz|\.zst)?$/i, "read_csv"],
  [/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i, "read_json"],
  [/\.parquet$/i, "read_parquet"],
];

/**
 * Opens a database, or makes one in memory for a file of another format: its view has the file's name without endings.
 *
 * @throws {DriverError} `InvalidRequest` for a path with a NUL; `Driver` if the file cannot be opened.
 */
export async function openFile(options: InstanceOptions): Promise<OpenedInstance> {
  const { path } = options;
  if (path.includes("\0")) {
    throw new DriverError("InvalidRequest", "Cannot open the file: its path has a NUL character");
  }
  const [, reader] = READERS.find(([ending]) => ending.test(path)) ?? [];
  if (reader === undefined) return await OpenedInstance.open(options);
  const opened = await OpenedInstance.open({ ...options, path: MEMORY });
  try {
    const view = path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*(\.gz|\.zst)?$/i, "");
    await opened.connection.run(
      `CREATE VIEW "${view.replaceAll('"', '""')}" AS SELECT * FROM ${reader}('${path.replaceAll("'", "''")}')`,
    );
    return opened;
  } catch (error) {
    opened[Symbol.dispose]();
    throw openError(error, path, {});
  }
}
