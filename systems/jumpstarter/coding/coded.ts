/**
 * Encodes and decodes the bytes of a resource: gzip and zstd by the runtime, xz and bz2 by the programs of these names.
 *
 * @module
 */
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from "node:zlib";
import type { Encoding } from "../wire/names.ts";
import { throughLibrary } from "./library.ts";
import { throughProgram } from "./program.ts";
import { ZstdEnd } from "./zstd_end.ts";

type Coder = (bytes: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;

const ENCODE: Readonly<Record<Encoding, Coder>> = {
  gzip: (bytes) => throughLibrary(bytes, createGzip()),
  zstd: (bytes) => throughLibrary(bytes, createZstdCompress()),
  xz: (bytes) => throughProgram(bytes, "xz", ["--compress", "--stdout"]),
  bz2: (bytes) => throughProgram(bytes, "bzip2", ["--compress", "--stdout"]),
};

const DECODE: Readonly<Record<Encoding, Coder>> = {
  gzip: (bytes) => throughLibrary(bytes, createGunzip()),
  zstd: (bytes) => throughLibrary(bytes.pipeThrough(completeZstd()), createZstdDecompress()),
  xz: (bytes) => throughProgram(bytes, "xz", ["--decompress", "--stdout"]),
  bz2: (bytes) => throughProgram(bytes, "bzip2", ["--decompress", "--stdout"]),
};

/**
 * The encoded form of bytes; of no bytes, too, it is a valid file.
 *
 * @returns A stream that fails with `CodingError` if the program of the encoding is missing or fails. Cancelling it stops
 * the coder, and cancels the source.
 */
export function encoded(bytes: ReadableStream<Uint8Array>, encoding: Encoding): ReadableStream<Uint8Array> {
  return ENCODE[encoding](bytes);
}

/**
 * The plain form of encoded bytes.
 *
 * @returns A stream that fails if the bytes are not in this encoding or are incomplete, and as {@link encoded}.
 */
export function decoded(bytes: ReadableStream<Uint8Array>, encoding: Encoding): ReadableStream<Uint8Array> {
  return DECODE[encoding](bytes);
}

function completeZstd(): TransformStream<Uint8Array, Uint8Array> {
  const end = new ZstdEnd();
  return new TransformStream({
    transform(bytes, controller) {
      end.push(bytes);
      controller.enqueue(bytes);
    },
    flush: () => end.end(),
  });
}
