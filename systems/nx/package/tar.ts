/**
 * A tar archive (POSIX ustar) of a few files.
 *
 * @module
 */
const BLOCK_BYTES = 512;
const MAX_NAME_BYTES = 100;
const utf8 = new TextEncoder();

/** A file of an archive. */
export interface TarFile {
  /** Its path in the archive. */
  readonly name: string;
  readonly content: Uint8Array;
  /** Whether it may be run. */
  readonly isExecutable: boolean;
}

/**
 * The archive, gzip-compressed. The same files give the same archive: times are 1970, owners are root.
 *
 * @throws {RangeError} for a name of more than 100 bytes.
 */
export async function tarGz(files: readonly TarFile[]): Promise<Uint8Array> {
  const parts = files.flatMap((file) => [header(file), file.content, new Uint8Array(padding(file.content.length))]);
  const archive = new Blob([...parts, new Uint8Array(2 * BLOCK_BYTES)] as BlobPart[]);
  const compressed = archive.stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}

function header({ name, content, isExecutable }: TarFile): Uint8Array {
  const bytes = new Uint8Array(BLOCK_BYTES), path = utf8.encode(name);
  if (path.length > MAX_NAME_BYTES) throw new RangeError(`Cannot pack ${name}: its name has more than 100 bytes`);
  const put = (text: string, at: number) => bytes.set(utf8.encode(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  bytes.set(path);
  put(octal(isExecutable ? 0o755 : 0o644, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(content.length, 11), 124);
  put(octal(0, 11), 136);
  put("        ", 148);
  put("0", 156);
  put("ustar\x0000", 257);
  put("root", 265);
  put("root", 297);
  const sum = bytes.reduce((sum, byte) => sum + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

function padding(length: number): number {
  return (BLOCK_BYTES - length % BLOCK_BYTES) % BLOCK_BYTES;
}
