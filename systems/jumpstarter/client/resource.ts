/**
 * Bytes that a caller lends to a driver for the time of a call, as an argument.
 *
 * @module
 */
import type { Encoding } from "../wire/names.ts";

/** How lent bytes are encoded. */
export interface ResourceOptions {
  /**
   * The encoding of the caller's bytes; those of the driver are plain. The exporter decodes a source, or this side if it
   * cannot; this side encodes a sink.
   *
   * @default {null}
   */
  encoding?: Encoding | null;
}

/** Bytes that a driver reads. */
export class Source {
  /** For this package: see {@link source}. */
  constructor(readonly bytes: ReadableStream<Uint8Array>, readonly encoding: Encoding | null) {}
}

/** Bytes that a driver writes. */
export class Sink {
  /** For this package: see {@link sink}. */
  constructor(readonly bytes: WritableStream<Uint8Array>, readonly encoding: Encoding | null) {}
}

/**
 * An argument with bytes that the driver reads, such as an image to flash. It serves one call, which cancels the stream if
 * the driver does not read all of it.
 */
export function source(bytes: ReadableStream<Uint8Array> | Uint8Array, options: ResourceOptions = {}): Source {
  const stream = bytes instanceof Uint8Array ? new Blob([bytes as Uint8Array<ArrayBuffer>]).stream() : bytes;
  return new Source(stream, options.encoding ?? null);
}

/**
 * An argument for bytes that the driver writes, such as a dump. It serves one call, which closes the stream behind the last
 * byte, and aborts it if the call fails.
 */
export function sink(bytes: WritableStream<Uint8Array>, options: ResourceOptions = {}): Sink {
  return new Sink(bytes, options.encoding ?? null);
}
