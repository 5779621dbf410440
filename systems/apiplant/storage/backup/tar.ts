/** Tar archives as streams, in the form that every tar reads: plain files with short names. */

/** The size of a block, in bytes. */
const BLOCK = 512;
const encoder = new TextEncoder(), decoder = new TextDecoder();

/** A file of an archive. */
export interface TarFile {
  /** Its path, at most 100 bytes. */
  readonly name: string;
  /** Its size, in bytes: `bytes` has exactly so many. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The bytes of an archive. */
export async function* writeTar(files: AsyncIterable<TarFile>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const { name, size, bytes } of files) {
    yield tarHeader(name, size);
    let written = 0;
    for await (const piece of bytes) {
      written += piece.length;
      yield piece.slice();
    }
    if (written !== size) throw new RangeError(`Cannot archive ${name}: it has ${written} bytes, not ${size}`);
    if (size % BLOCK !== 0) yield new Uint8Array(BLOCK - size % BLOCK);
  }
  yield new Uint8Array(2 * BLOCK);
}

function tarHeader(name: string, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(BLOCK);
  const put = (offset: number, text: string, length: number) => {
    const bytes = encoder.encode(text);
    if (bytes.length > length) throw new RangeError(`Cannot archive ${name}: its name or size is too long`);
    header.set(bytes, offset);
  };
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  put(0, name, 100);
  put(100, "0000600\0", 8);
  put(108, "0000000\0", 8);
  put(116, "0000000\0", 8);
  put(124, octal(size, 11), 12);
  put(136, octal(0, 11), 12);
  put(148, "        ", 8);
  put(156, "0", 1);
  put(257, "ustar\x0000", 8);
  put(148, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 8);
  return header;
}

/**
 * Reads an archive: calls `take` for each file, with its bytes, which must be read before `take` resolves.
 *
 * @throws {RangeError} If it is not an archive of plain files, or ends early.
 */
export async function readTar(
  archive: AsyncIterable<Uint8Array>,
  take: (file: TarFile) => Promise<void>,
): Promise<void> {
  const reader = new PieceReader(archive);
  while (true) {
    const header = await reader.exactly(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const { name, size } = parseHeader(header);
    const bytes = reader.upTo(size);
    await take({ name, size, bytes });
    for await (const _ of bytes) throw new RangeError(`Cannot read the archive: ${name} was not read to its end`);
    await reader.exactly((BLOCK - size % BLOCK) % BLOCK);
  }
}

function parseHeader(header: Uint8Array): { name: string; size: number } {
  const text = (offset: number, length: number) =>
    decoder.decode(header.subarray(offset, offset + length)).split("\0")[0]!;
  const sum = header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (parseInt(text(148, 8), 8) !== sum) throw new RangeError("Cannot read the archive: a header's checksum is wrong");
  const name = text(0, 100), size = parseInt(text(124, 12), 8), kind = text(156, 1);
  if (kind !== "0" && kind !== "") throw new RangeError(`Cannot read the archive: ${name} is not a plain file`);
  return { name, size };
}

/** Reads pieces of any division by count. */
class PieceReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  async exactly(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    for await (const piece of this.upTo(length)) {
      bytes.set(piece, filled);
      filled += piece.length;
    }
    return bytes;
  }

  async *upTo(length: number): AsyncGenerator<Uint8Array> {
    while (length > 0) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#pieces.next();
        if (done) throw new RangeError("Cannot read the archive: it ends early");
        this.#rest = value;
      }
      const piece = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(piece.length);
      length -= piece.length;
      if (piece.length > 0) yield piece;
    }
  }
}
