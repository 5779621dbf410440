/**
 * Lends bytes over a stream of their own.
 *
 * @module
 */
import type { Metadata } from "@fluxwire/grpc";
import { ProtocolError } from "@fluxwire/transport";
import { decoded, encoded } from "../coding/coded.ts";
import { ACCEPT_ENCODING_KEY, type Encoding, RESOURCE_KEY } from "../wire/names.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { Sink, Source } from "./resource.ts";

/** Opens a stream to a resource of the device. */
export type OpenResource = (
  request: Readonly<Record<string, unknown>>,
) => Promise<{ stream: ByteStream; metadata: Metadata }>;

/** Bytes that are lent. */
export interface Loan {
  /** Stands for the bytes in the call. */
  readonly handle: unknown;
  /** The stream that carries them. */
  readonly stream: ByteStream;
  /** Resolves when all bytes have passed, or the driver takes no more; rejects if the caller's stream fails. */
  readonly passed: Promise<void>;
}

/** Lends bytes that the driver reads. */
export async function lendSource({ bytes, encoding }: Source, open: OpenResource): Promise<Loan> {
  const { stream, handle, isCodedThere } = await opened(encoding, open).catch(async (error) => {
    await bytes.cancel(error);
    throw error;
  });
  const plain = isCodedThere ? bytes : decoded(bytes, encoding!);
  return { handle, stream, passed: settledQuietly(send(plain, stream)) };
}

/**
 * Lends a place for bytes that the driver writes. They are encoded on this side: Python's exporter loses the last bytes of
 * what it encodes.
 */
export async function lendSink({ bytes, encoding }: Sink, open: OpenResource): Promise<Loan> {
  const { stream, handle } = await opened(null, open).catch(async (error) => {
    await bytes.abort(error);
    throw error;
  });
  stream.endWriting();
  const written = encoding === null ? stream.readable : encoded(stream.readable, encoding);
  return { handle, stream, passed: settledQuietly(written.pipeTo(bytes)) };
}

async function send(bytes: ReadableStream<Uint8Array>, stream: ByteStream): Promise<void> {
  const reader = bytes.getReader();
  let isLeft = false;
  const left = untilLeft(stream).then(() => {
    isLeft = true;
    // The caller's stream may wait for bytes that no driver wants any more.
    return reader.cancel("the driver takes no more");
  });
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      if (!isLeft) await stream.write(value).catch((error) => isLeft ? undefined : Promise.reject(error));
    }
    stream.endWriting();
  } catch (error) {
    stream.abort(error);
    await reader.cancel(error);
    throw error;
  } finally {
    await left;
  }
}

/** Resolves when the driver has left the handle, or the stream has ended. */
async function untilLeft(stream: ByteStream): Promise<void> {
  try {
    while (await stream.read() !== null);
  } catch { /* The call says why. */ }
}

async function opened(
  encoding: Encoding | null,
  open: OpenResource,
): Promise<{ stream: ByteStream; handle: unknown; isCodedThere: boolean }> {
  const { stream, metadata } = await open({ kind: "resource", x_jmp_content_encoding: encoding });
  const isCodedThere = encoding === null || metadata.get(ACCEPT_ENCODING_KEY) === encoding;
  const handle = handleOf(metadata.get(RESOURCE_KEY));
  if (handle === null) {
    stream.close();
    throw new ProtocolError("BadHandle", `Cannot lend bytes: the exporter's metadata has no usable ${RESOURCE_KEY}`);
  }
  return { stream, isCodedThere, handle: isCodedThere ? handle : { ...handle, x_jmp_content_encoding: null } };
}

function handleOf(text: unknown): Record<string, unknown> | null {
  try {
    const handle = JSON.parse(String(text));
    return typeof handle === "object" && handle !== null && !Array.isArray(handle) ? handle : null;
  } catch {
    return null;
  }
}

/** The same promise, which may be left without a reader. */
function settledQuietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
