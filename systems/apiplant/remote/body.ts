/** Bodies of requests and answers, with a limit. */
import { StorageError } from "../storage/roles.ts";

/**
 * All bytes of a body.
 *
 * @throws {StorageError} `exhausted` if they are more than `max`; the rest is not read.
 */
export async function readAll(
  body: ReadableStream<Uint8Array> | null,
  max: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > max) throw new StorageError("exhausted", `A body has more than ${max} bytes: send less at once`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
