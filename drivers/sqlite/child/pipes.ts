/**
 * The process's ends of the pipes: it reads and writes without an event loop, which takes a third of the time.
 *
 * @module
 */
import { type End, type Failure, HEADER_BYTES, KIND, type Request, writeHeader } from "../messages.ts";

/** How much is sent with one write: a short result goes out together with its end. */
const BATCH_BYTES = 32_768;

const header = new Uint8Array(HEADER_BYTES);
const batch = new Uint8Array(2 * BATCH_BYTES);
let batchBytes = 0;

/** Waits for the next request; null when the driver has closed the pipe or has ended. */
export function readRequest(): Request | null {
  do {
    if (!readFull(header.subarray(0, 1))) return null;
    // A cancel for a statement that had already ended.
  } while (header[0] !== KIND.request);
  if (!readFull(header.subarray(1))) return null;
  const content = new Uint8Array(new DataView(header.buffer).getUint32(1, true));
  return readFull(content) ? JSON.parse(new TextDecoder().decode(content)) : null;
}

/** Sends bytes of rows, at the latest with the end. */
export function sendRows(bytes: Uint8Array): void {
  send(KIND.rows, bytes);
}

/** Sends the end of a result. */
export function sendEnd(end: End): void {
  send(KIND.end, new TextEncoder().encode(JSON.stringify(end)));
  flush();
}

/** Sends the error of a request. */
export function sendFailure(failure: Failure): void {
  send(KIND.failure, new TextEncoder().encode(JSON.stringify(failure)));
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

function readFull(target: Uint8Array): boolean {
  for (let at = 0; at < target.length;) {
    const count = Deno.stdin.readSync(target.subarray(at));
    if (count === null) return false;
    at += count;
  }
  return true;
}

function writeFull(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}
