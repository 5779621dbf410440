/**
 * What a database's process opens.
 *
 * @module
 */

/** The database, and whether it can be written. */
export interface Target {
  /** A file, or `:memory:`. */
  path: string;
  /** Whether writes are refused. */
  isReadOnly: boolean;
}

/** Whether a database lives only as long as its process. */
export function isInMemory({ path }: Target): boolean {
  return path === ":memory:";
}
