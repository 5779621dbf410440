/** Reading the body of a request. */
import { Refusal } from "../commit/refusal.ts";
import type { Json } from "../json/json.ts";
import { JsonTextError, parseExact } from "../json/parse.ts";
import { bodyChunks } from "./body_chunks.ts";
import type { HeaderValues } from "./request_headers.ts";
import type { Running } from "./running.ts";

/** A body, and its value. */
export interface JsonBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly value: Json;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A request whose body is read. */
export interface Reading {
  readonly request: Request;
  readonly headers: HeaderValues;
  /** Ends the reading. */
  readonly running: Running;
}

/** The types that a body may have. */
export const JSON_ONLY = ["application/json"] as const;
export const JSON_OR_PATCH = ["application/json", "application/merge-patch+json"] as const;

/**
 * The bytes of a body of JSON. Stops reading at `maxBytes`, and when the request ends.
 *
 * @throws {Refusal} `media_type` or `too_large`.
 */
export function readBody(
  reading: Reading,
  types: readonly string[],
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  requireType(reading.headers.get("content-type"), types);
  return readBytes(reading, maxBytes);
}

function requireType(header: string | null, types: readonly string[]): void {
  if (header === "application/json") return;
  const [type, ...parameters] = (header ?? "").split(";").map((part) => part.trim().toLowerCase());
  const charsets = parameters.filter((one) => one.startsWith("charset="));
  const utf8 = charsets.every((one) => /^charset="?utf-8"?$/.test(one));
  if (types.includes(type!) && utf8) return;
  const sent = header === null ? "The body has no content-type" : "The body has another content-type";
  throw new Refusal("media_type", `${sent}: send ${types.join(" or ")}, in UTF-8`, { wanted: types });
}

function readBytes({ request, headers, running }: Reading, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const length = headers.get("content-length");
  if (length !== null && Number(length) > maxBytes) throw tooLarge(maxBytes);
  // The engine reads it in one step.
  if (length !== null && /^\d+$/.test(length)) return running.wait(request.bytes());
  return request.body === null ? Promise.resolve(new Uint8Array()) : readChunks(request.body, running.signal, maxBytes);
}

async function readChunks(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of bodyChunks(body, { maxBytes, signal, tooLarge })) chunks.push(chunk);
  return chunks.length === 1 ? chunks[0]! : joined(chunks);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal("too_large", `The body has more than ${maxBytes} bytes: send less`, { limit: maxBytes }, {
    connection: "close",
  });
}

/**
 * The value of a body of JSON.
 *
 * @throws {Refusal} `malformed` with the offset in bytes.
 */
export function parseBody(bytes: Uint8Array): Json {
  let text;
  try {
    text = decoder.decode(bytes);
  } catch {
    const offset = notUtf8At(bytes);
    throw new Refusal("malformed", `The body is not UTF-8: byte ${offset} is wrong`, { offset });
  }
  try {
    return parseExact(text);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const offset = new TextEncoder().encode(text.slice(0, error.offset)).length;
    throw new Refusal("malformed", `The body is not JSON: at byte ${offset}, ${error.reason}`, { offset });
  }
}

/** The offset of the first byte that no character of UTF-8 has there. */
function notUtf8At(bytes: Uint8Array): number {
  let low = 0, high = bytes.length;
  // A prefix that is wrong stays wrong with more bytes behind it; `stream` accepts a character that is cut.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isPrefix(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isPrefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
