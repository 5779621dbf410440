/**
 * The input of a verb: a file or stdin.
 *
 * @module
 */
import { within } from "@fluxwire/transport";
import { UsageError } from "@fluxwire/command";

const LINE_FEED = 0x0a, CARRIAGE_RETURN = 0x0d;

/**
 * All bytes of a file, or of stdin if the path is missing or `-`.
 *
 * @throws {UsageError} for a file that cannot be read.
 * @throws The signal's reason, when it aborts.
 */
export async function readInput(path: string | null, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of inputChunks(path, signal)) chunks.push(chunk);
  return await joined(chunks);
}

/**
 * The lines of a file or of stdin, without their ends, as soon as they arrive: a writer may wait for the answer to a line
 * before it writes the next one. Lines that arrive together come together. Errors as of {@link readInput}.
 */
export function inputLines(path: string | null, signal: AbortSignal): AsyncGenerator<Uint8Array[]> {
  return linesOf(inputChunks(path, signal));
}

/** As {@link inputLines}, from chunks that were already read. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let unfinished: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const rest = chunk.subarray(start, end);
      lines.push(withoutReturn(unfinished.length === 0 ? rest : await joined([...unfinished, rest])));
      unfinished = [];
      start = end + 1;
    }
    if (start < chunk.length) unfinished.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (unfinished.length > 0) yield [withoutReturn(await joined(unfinished))];
}

/** An input's first bytes, at least as many as asked for if it has them, and all of it. Errors as of {@link readInput}. */
export async function peekInput(
  path: string | null,
  signal: AbortSignal,
  length: number,
): Promise<{ start: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const chunks = inputChunks(path, signal);
  const first: Uint8Array[] = [];
  for (let held = 0; held < length;) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    held += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first;
    yield* chunks;
  }
  return { start: await joined(first), all: all() };
}

/** Text from UTF-8, without a byte order mark; null for other bytes, as replacement characters would be sent on. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function joined(chunks: Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
}

async function* inputChunks(path: string | null, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = (path === null || path === "-" ? Deno.stdin.readable : await openFile(path, signal)).getReader();
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), signal).catch(unreadable(path, signal));
      if (done) return;
      yield value;
    }
  } finally {
    // Not awaited: cancelling a pending read of stdin ends only with the next byte.
    reader.cancel().catch(() => {});
  }
}

/** A pipe without a writer is opened only when one comes. */
async function openFile(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const opening = Deno.open(path);
  try {
    return (await within(opening, signal)).readable;
  } catch (cause) {
    opening.then((file) => file.close(), () => {});
    return unreadable(path, signal)(cause);
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
