/**
 * What a verb reads: a file, or stdin.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";

/**
 * All bytes of a file, or of stdin where there is no path or it is `-`.
 *
 * @throws {UsageError} for a file that cannot be read.
 * @throws The signal's reason, when it aborts.
 */
export async function readInput(path: string | null, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of inputChunks(path, signal)) chunks.push(chunk);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

/** The lines of a file or of stdin, as they come. Errors as {@link readInput} has them. */
export async function* inputLines(path: string | null, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let unfinished = "";
  for await (const chunk of inputChunks(path, signal)) {
    const lines = (unfinished + decoder.decode(chunk, { stream: true })).split("\n");
    unfinished = lines.pop()!;
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  unfinished += decoder.decode();
  if (unfinished !== "") yield unfinished;
}

async function* inputChunks(path: string | null, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = (path === null || path === "-" ? Deno.stdin.readable : await openFile(path)).getReader();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => {});
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted.promise]).catch(unreadable(path, signal));
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    // Not awaited: cancelling a read of stdin that is under way ends only with the next byte.
    reader.cancel().catch(() => {});
  }
}

async function openFile(path: string): Promise<ReadableStream<Uint8Array>> {
  try {
    return (await Deno.open(path)).readable;
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

function unreadable(path: string | null, signal: AbortSignal): (cause: unknown) => never {
  return (cause) => {
    throw signal.aborted ? signal.reason : cannotRead(path ?? "stdin", cause);
  };
}

function cannotRead(path: string, cause: unknown): UsageError {
  return new UsageError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
}
