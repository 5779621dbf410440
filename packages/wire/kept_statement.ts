/**
 * Reads statements of one kind without the codec: on one connection they mostly differ in their ids and texts alone.
 *
 * @module
 */
import { encode } from "./codec.ts";
import type { DriverRequestEnvelope } from "./dto.ts";
import { codecOf, type Layout } from "./layout.ts";

/** A request to run a statement. */
type Statement = DriverRequestEnvelope & { body: Extract<DriverRequestEnvelope["body"], { type: "Execute" }> };

const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** What a number of 8 bytes, or a small one of 7 bits a byte, takes. */
const NUMBER_BYTES = { bincode: 8, postcard: 1 } as const;

/** The last statement of a connection. */
export class KeptStatement {
  readonly #layout: Layout;
  /** The kind of the last statement, and of the last one that was looked at for keeping. */
  #kind = "";
  #tried = "";
  #kept: { statement: Statement; beforeId: Uint8Array; afterId: Uint8Array; afterText: Uint8Array } | null = null;

  /** Keeps none yet. */
  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** The same message as the codec gives; null for one that it must read. */
  read(payload: Uint8Array): DriverRequestEnvelope | null {
    if (this.#kept === null) return null;
    const { statement, beforeId, afterId, afterText } = this.#kept, numbers = new Numbers(payload, this.#layout);
    if (!hasAt(payload, 0, beforeId)) return null;
    numbers.at = beforeId.length;
    const id = numbers.next();
    if (id === null || !hasAt(payload, numbers.at, afterId)) return null;
    numbers.at += afterId.length;
    const length = numbers.next();
    if (length === null) return null;
    const end = numbers.at + length;
    if (payload.length !== end + afterText.length || !hasAt(payload, end, afterText)) return null;
    try {
      const sql = decoder.decode(payload.subarray(numbers.at, end));
      const request = { ...statement.body.request, sql, params: [] };
      const protocolVersion = { ...statement.protocolVersion };
      return { ...statement, protocolVersion, requestId: BigInt(id), body: { type: "Execute", request } };
    } catch {
      return null;
    }
  }

  /** Takes note of a statement that the codec has read; keeps it if it is like the one before. */
  learn(payload: Uint8Array, envelope: DriverRequestEnvelope): void {
    if (!isPlain(envelope)) return;
    const kind = kindOf(envelope), isAgain = kind === this.#kind;
    this.#kind = kind;
    if (!isAgain || this.#tried === kind) return;
    this.#tried = kind;
    const written = (requestId: bigint, sql: string): Uint8Array => {
      const body = { ...envelope.body, request: { ...envelope.body.request, sql } };
      return encode("request", this.#layout, { ...envelope, requestId, body });
    };
    // Hosts may leave out what the codec writes.
    const { requestId, body: { request: { sql } } } = envelope, same = written(requestId, sql);
    if (same.length !== payload.length || !hasAt(payload, 0, same)) return;
    const none = written(0n, ""), bytes = NUMBER_BYTES[codecOf(this.#layout)];
    const idAt = firstDifference(none, written(1n, "")), textAt = firstDifference(none, written(0n, "x"));
    this.#kept = {
      statement: envelope,
      beforeId: none.subarray(0, idAt),
      afterId: none.subarray(idAt + bytes, textAt),
      afterText: none.subarray(textAt + bytes),
    };
  }
}

/** Whether it is a statement without parts that could be shared. */
function isPlain(envelope: DriverRequestEnvelope): envelope is Statement {
  if (envelope.body.type !== "Execute" || envelope.body.request.params.length > 0) return false;
  const { params: _, ...rest } = envelope.body.request;
  return Object.values(rest).every((value) => value === null || typeof value !== "object");
}

/** What statements that differ in their ids and texts alone have in common. */
function kindOf({ sessionId, timeoutMs, body: { request } }: Statement): string {
  return [sessionId, timeoutMs, ...Object.values({ ...request, sql: "" })].join();
}

/** Reads numbers up to 2^32 - 1, in the shortest form. */
class Numbers {
  at = 0;
  readonly #payload: Uint8Array;
  readonly #isBincode: boolean;

  constructor(payload: Uint8Array, layout: Layout) {
    this.#payload = payload;
    this.#isBincode = codecOf(layout) === "bincode";
  }

  next(): number | null {
    const payload = this.#payload;
    let value = 0;
    if (this.#isBincode) {
      for (let i = 7; i >= 0; i--) value = value * 256 + (payload[this.at + i] ?? NaN);
      this.at += 8;
      return value <= 0xffff_ffff ? value : null;
    }
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = payload[this.at++] ?? NaN;
      value += scale * (byte & 0x7f);
      if (byte < 0x80) return value > 0xffff_ffff || byte === 0 && scale > 1 ? null : value;
    }
    return null;
  }
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  return a.findIndex((byte, i) => byte !== b[i]);
}

function hasAt(payload: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (payload[at + i] !== bytes[i]) return false;
  return true;
}
