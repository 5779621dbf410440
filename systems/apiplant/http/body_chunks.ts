/** The chunks of a body, as they come. */
import { onAbort } from "@fluxwire/transport";
import type { Refusal } from "../commit/refusal.ts";

/** How much may be read, and for how long. */
export interface ChunkLimits {
  readonly maxBytes: number;
  /** Ends the reading; its reason is thrown. */
  readonly signal: AbortSignal;
  /** What is thrown for more bytes. */
  tooLarge(maxBytes: number): Refusal;
}

/** Gives each chunk, and cancels the body when its limit is passed or the signal aborts. */
export async function* bodyChunks(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { maxBytes, signal, tooLarge }: ChunkLimits,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader(), stop = () => void reader.cancel(signal.reason).catch(() => {});
  using _listening = onAbort(signal, stop);
  for (let size = 0;;) {
    signal.throwIfAborted();
    const { done, value } = await reader.read();
    signal.throwIfAborted();
    if (done) return;
    size += value.length;
    if (size > maxBytes) {
      stop();
      throw tooLarge(maxBytes);
    }
    yield value;
  }
}
