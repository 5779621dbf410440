/**
 * SQLite's write-ahead log, applied to the bytes of its database: what was committed and not yet copied into the file.
 *
 * SQLite itself would do it, but only by locking the files and creating others beside them. The format is described in
 * https://sqlite.org/fileformat2.html#the_write_ahead_log.
 *
 * @module
 */

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The log's first word; its last bit says whether checksums are made of big-endian words. */
const MAGIC = 0x377f0682;

/** The two sums over all words so far. */
type Checksum = [number, number];

/** A page that was written in a transaction that was committed. */
interface CommittedPages {
  /** The last version of each page, by its number. */
  pages: Map<number, Uint8Array>;
  /** How many pages the database has after the last commit. */
  pageCount: number;
  /** Bytes of a page. */
  pageBytes: number;
}

/**
 * The database with all that was committed.
 *
 * What comes after the last valid commit does not count, and a log without a valid header has nothing.
 *
 * @param maxBytes How long the result may be.
 * @throws {RangeError} if the log asks for more.
 */
export function applyWal(database: Uint8Array, wal: Uint8Array, maxBytes: number): Uint8Array {
  const committed = committedPages(wal);
  if (committed === null) return database;
  const { pages, pageCount, pageBytes } = committed;
  if (pageCount * pageBytes > maxBytes) {
    throw new RangeError(`its write-ahead log says that it has ${pageCount * pageBytes} bytes, more than ${maxBytes}`);
  }
  const image = new Uint8Array(pageCount * pageBytes);
  image.set(database.subarray(0, image.length));
  for (const [number, page] of pages) if (number <= pageCount) image.set(page, (number - 1) * pageBytes);
  return image;
}

/** Whether pages can be that long: a power of two from 512 to 65536. */
function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;
}

function committedPages(wal: Uint8Array): CommittedPages | null {
  if (wal.length < HEADER_BYTES) return null;
  const view = new DataView(wal.buffer, wal.byteOffset, wal.byteLength);
  const magic = view.getUint32(0), pageBytes = view.getUint32(8);
  if ((magic & ~1) >>> 0 !== MAGIC || !isPageSize(pageBytes)) return null;
  const isLittleEndian = (magic & 1) === 0;
  const sum: Checksum = [0, 0];
  addToChecksum(sum, view, 0, 24, isLittleEndian);
  if (sum[0] !== view.getUint32(24) || sum[1] !== view.getUint32(28)) return null;

  const pages = new Map<number, Uint8Array>();
  let uncommitted: [number, Uint8Array][] = [];
  let pageCount = 0;
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    const isOfThisLog = view.getUint32(at + 8) === view.getUint32(16) && view.getUint32(at + 12) === view.getUint32(20);
    addToChecksum(sum, view, at, 8, isLittleEndian);
    addToChecksum(sum, view, at + FRAME_HEADER_BYTES, pageBytes, isLittleEndian);
    const number = view.getUint32(at);
    const isValid = sum[0] === view.getUint32(at + 16) && sum[1] === view.getUint32(at + 20);
    if (!isOfThisLog || !isValid || number === 0) break;
    uncommitted.push([number, wal.subarray(at + FRAME_HEADER_BYTES, at + frameBytes)]);
    const pagesAfterCommit = view.getUint32(at + 4);
    if (pagesAfterCommit === 0) continue;
    for (const [number, page] of uncommitted) pages.set(number, page);
    uncommitted = [];
    pageCount = pagesAfterCommit;
  }
  return pageCount === 0 ? null : { pages, pageCount, pageBytes };
}

function addToChecksum(sum: Checksum, view: DataView, at: number, bytes: number, isLittleEndian: boolean): void {
  let [first, second] = sum;
  for (let i = at; i < at + bytes; i += 8) {
    first = (first + view.getUint32(i, isLittleEndian) + second) >>> 0;
    second = (second + view.getUint32(i + 4, isLittleEndian) + first) >>> 0;
  }
  sum[0] = first;
  sum[1] = second;
}
