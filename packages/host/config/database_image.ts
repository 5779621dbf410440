/**
 * The bytes of a SQLite database that another program may be writing, read without a lock and without a trace.
 *
 * @module
 */
import { applyWal } from "./wal.ts";

/** The largest database that is read, its write-ahead log included: it is held in memory twice. */
export const MAX_DATABASE_BYTES: number = 256 * 1024 * 1024;

/** How often reading begins again because the database was written in between. */
const MAX_ATTEMPTS = 10;

/** Where the file says whether its readers must look for a write-ahead log: 2, or 1 for no. */
const FORMAT_VERSION_OFFSETS = [18, 19] as const;

/** How every SQLite database begins. */
const MAGIC: Uint8Array = new TextEncoder().encode("SQLite format 3\0");

/** Whether a file's first bytes are those of a SQLite database. */
export function isDatabase(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

/**
 * Reads a database as of one moment, its write-ahead log applied, ready to be given to SQLite in memory.
 *
 * While the log keeps its header, it has every page that was copied from it into the file in between: so the file, read first,
 * and the log, read second, are of one moment. Without a log, the file must not have changed.
 *
 * @param readFile Reads a whole file.
 * @returns Null if it was written all the time.
 * @throws {RangeError} if it is larger than {@link MAX_DATABASE_BYTES}, or its log or journal is no regular file.
 * @throws {Deno.errors.NotFound | Deno.errors.NotCapable | Deno.errors.PermissionDenied} as reading a file does.
 */
export async function readDatabaseImage(
  path: string,
  readFile: (path: string) => Promise<Uint8Array> = readWhole,
): Promise<Uint8Array | null> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await stateOf(path);
    if (before.bytes > MAX_DATABASE_BYTES) {
      throw new RangeError(
        `its ${before.bytes} bytes, its write-ahead log included, exceed ${MAX_DATABASE_BYTES}; vacuum it`,
      );
    }
    const database = await readFile(path);
    const wal = await readIfThere(`${path}-wal`, readFile);
    const after = await stateOf(path);
    const hasWal = wal.length > 0;
    const isOfOneMoment = before.walHeader === after.walHeader && (hasWal || before.version === after.version);
    if (!isOfOneMoment || after.isInTransaction) continue;
    const image = applyWal(database, wal, MAX_DATABASE_BYTES);
    for (const offset of FORMAT_VERSION_OFFSETS) image[offset] = 1;
    return image;
  }
  return null;
}

/** What changes when a database is written. */
interface DatabaseState {
  /** Its size, with that of its log. */
  bytes: number;
  /** Changes when the file does. */
  version: string;
  /** Changes when the log begins anew; empty without a log. */
  walHeader: string;
  /** Whether the file may have half a transaction in it, made without a write-ahead log. */
  isInTransaction: boolean;
}

async function stateOf(path: string): Promise<DatabaseState> {
  const { size, mtime } = await Deno.stat(path);
  const walHeader = (await readIfThere(`${path}-wal`, (path) => readBeginning(path, 32))).toHex();
  // A journal begins with zero until what it protects is written.
  const journal = await readIfThere(`${path}-journal`, (path) => readBeginning(path, 1));
  const walBytes = await sizeOf(`${path}-wal`);
  return {
    bytes: size + walBytes,
    version: `${size} ${mtime?.getTime()}`,
    walHeader,
    isInTransaction: journal.some(Boolean),
  };
}

/**
 * The size of a file; 0 if it is missing.
 *
 * @throws {RangeError} for a pipe, a device or a folder: reading it might never end.
 */
async function sizeOf(path: string): Promise<number> {
  try {
    const { size, isFile } = await Deno.stat(path);
    if (!isFile) throw new RangeError(`${path} is no regular file`);
    return size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

/** What is read of a file; nothing if it is missing or empty. */
async function readIfThere(path: string, read: (path: string) => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await sizeOf(path) === 0 ? new Uint8Array() : await read(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array();
    throw error;
  }
}

/** A whole file; what was added to it since its size was read belongs to a later moment, and is left out. */
async function readWhole(path: string): Promise<Uint8Array> {
  return await readBeginning(path, await sizeOf(path));
}

/** The first bytes of a file, at most that many. */
export async function readBeginning(path: string, maxBytes: number): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  for (;;) {
    const read = await file.read(bytes.subarray(length));
    if (read === null || read === 0) return bytes.subarray(0, length);
    length += read;
  }
}
