/**
 * Tar files, as `deno publish` sends them and as the npm registry serves them.
 *
 * @module
 */
import { gunzipSync, gzipSync } from "node:zlib";

const BLOCK = 512;

/** The fields of a header: offset and length of each. */
const NAME = [0, 100] as const, MODE = [100, 8] as const, SIZE = [124, 12] as const, CHECKSUM = [148, 8] as const;
const KIND = [156, 1] as const;

/** The files of a compressed tar file, by path with a leading slash. */
export function readTarball(compressed: Uint8Array): Map<string, Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(gunzipSync(compressed));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let at = 0; bytes[at] !== undefined && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + BLOCK);
    const name = textOf(header, NAME), kind = textOf(header, KIND), size = parseInt(textOf(header, SIZE), 8);
    if (kind !== "0" && kind !== "") throw new Error(`Cannot read tar file: ${name} is of kind ${kind}, not a file`);
    files.set(`/${name}`, bytes.slice(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** A compressed tar file with one file. */
export function writeTarball(name: string, text: string): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(text);
  const bytes = new Uint8Array(BLOCK + Math.ceil(body.length / BLOCK) * BLOCK + 2 * BLOCK);
  const put = ([at]: readonly [number, number], field: string) =>
    new TextEncoder().encodeInto(field, bytes.subarray(at));
  put(NAME, name);
  put(MODE, "0000644");
  put(SIZE, body.length.toString(8).padStart(11, "0"));
  put(KIND, "0");
  // The checksum is computed over a header with a blank checksum.
  put(CHECKSUM, " ".repeat(CHECKSUM[1]));
  const sum = bytes.subarray(0, BLOCK).reduce((total, byte) => total + byte, 0);
  put(CHECKSUM, `${sum.toString(8).padStart(6, "0")}\0`);
  bytes.set(body, BLOCK);
  return new Uint8Array(gzipSync(bytes));
}

function textOf(header: Uint8Array, [at, length]: readonly [number, number]): string {
  return new TextDecoder().decode(header.subarray(at, at + length)).replace(/\0.*$/s, "");
}
