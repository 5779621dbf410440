/**
 * The process's ends of the pipes: it reads and writes without an event loop, which takes a third of the time.
 *
 * @module
 */
import { HEADER_BYTES, KIND, readLength, writeHeader } from "../messages.ts";

/** How much is sent with one write: a short result goes out together with its end. */
const BATCH_BYTES = 32_768;

/** What was read and is not used yet. */
const received = new Uint8Array(BATCH_BYTES);
let from = 0, to = 0;

const batch = new Uint8Array(2 * BATCH_BYTES);
let batchBytes = 0;

const decoder = new TextDecoder(), encoder = new TextEncoder();

/** A request, and whether its cancel came with it. */
export interface Received<Q> {
  request: Q;
  isCancelled: boolean;
}

/** Waits for the next request; null when the driver has closed the pipe or has ended. */
export function readRequest<Q>(): Received<Q> | null {
  do {
    if (!fill(1)) return null;
    // A cancel for a statement that had already ended.
  } while (received[from] !== KIND.request && ++from > 0);
  if (!fill(HEADER_BYTES)) return null;
  const length = readLength(received, from);
  from += HEADER_BYTES;
  const content = contentOf(length);
  if (content === null) return null;
  const request = JSON.parse(decoder.decode(content));
  // What came with the request can only be its cancel: the driver waits for the answer otherwise.
  const isCancelled = from < to;
  from = to;
  return { request, isCancelled };
}

/** The content of a message: in the buffer if it is short. */
function contentOf(length: number): Uint8Array | null {
  if (length <= received.length - HEADER_BYTES) {
    if (!fill(length)) return null;
    from += length;
    return received.subarray(from - length, from);
  }
  const content = new Uint8Array(length);
  content.set(received.subarray(from, to));
  let at = to - from;
  from = to;
  for (; at < length;) {
    const count = Deno.stdin.readSync(content.subarray(at));
    if (count === null) return null;
    at += count;
  }
  return content;
}

/** Reads until that many bytes are there; false at the end of the pipe. */
function fill(bytes: number): boolean {
  if (received.length - from < bytes || from === to) {
    received.copyWithin(0, from, to);
    to -= from;
    from = 0;
  }
  while (to - from < bytes) {
    const count = Deno.stdin.readSync(received.subarray(to));
    if (count === null) return false;
    to += count;
  }
  return true;
}

/** Sends bytes of rows, at the latest with the end. */
export function sendRows(bytes: Uint8Array): void {
  send(KIND.rows, bytes);
}

/** Sends the end of a request, or what the driver waits for without one. */
export function sendEnd(end: object, isWatched: boolean = false): void {
  send(KIND.end, encoder.encode(JSON.stringify({ ...end, isWatched })));
  flush();
}

/** Sends the failure of a request, or of what the driver waits for without one. */
export function sendFailure(failure: object, isWatched: boolean = false): void {
  send(KIND.failure, encoder.encode(JSON.stringify({ ...failure, isWatched })));
  flush();
}

function send(kind: number, content: Uint8Array): void {
  if (batchBytes + HEADER_BYTES + content.length > batch.length) flush();
  writeHeader(batch.subarray(batchBytes), kind, content.length);
  batchBytes += HEADER_BYTES;
  if (batchBytes + content.length > batch.length) {
    flush();
    return writeFull(content);
  }
  batch.set(content, batchBytes);
  batchBytes += content.length;
  if (batchBytes >= BATCH_BYTES) flush();
}

function flush(): void {
  writeFull(batch.subarray(0, batchBytes));
  batchBytes = 0;
}

function writeFull(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}
