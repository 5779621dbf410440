/**
 * Messages that are nothing but a header and a name, such as Ping and Pong: on one connection they differ in their ids
 * alone. The codec writes each once; what stands before and after the id is then kept.
 *
 * @module
 */
import { encode, type Envelopes } from "./codec.ts";
import { codecOf, type Layout } from "./layout.ts";
import { SCHEMA } from "./schema.ts";
import type { VariantSchema } from "./schema_types.ts";

/** How many messages one connection keeps: one for each kind and session that it uses, a few in practice. */
const MAX_KEPT = 8;

/** What an id takes in bincode; in postcard, safe integers take no more. */
const FIXED_BYTES = 8;

/** The messages of a driver's connection. */
type BareRole = "request" | "response";

/** One message, without its id. */
interface Kept<R extends BareRole> {
  envelope: Envelopes[R];
  before: Uint8Array;
  after: Uint8Array;
  /** The payload with the last id, which the next one overwrites, and that id's length. */
  payload: Uint8Array<ArrayBuffer>;
  idBytes: number;
}

/** The names of the bodies that are nothing but a name. */
const NAMES: Readonly<Record<BareRole, ReadonlySet<string>>> = {
  request: bareNames("DriverRequestBody"),
  response: bareNames("DriverResponseBody"),
};

function bareNames(bodies: string): ReadonlySet<string> {
  const definition = SCHEMA[bodies]!;
  if (!("variants" in definition)) throw new TypeError("The bodies of envelopes are enums");
  return new Set(definition.variants.filter(isBare).map(({ name }) => name));
}

function isBare({ fields, struct, value }: VariantSchema): boolean {
  return fields === undefined && struct === undefined && value === undefined;
}

/** The bare messages of one connection and role, in one layout. */
export class BareMessages<R extends BareRole> {
  readonly #role: R;
  /** The layout. */
  readonly layout: Layout;
  readonly #isBincode: boolean;
  readonly #kept: Kept<R>[] = [];

  /** Messages of a role in a layout; keeps none yet. */
  constructor(role: R, layout: Layout) {
    this.#role = role;
    this.layout = layout;
    this.#isBincode = codecOf(layout) === "bincode";
  }

  /**
   * Writes a message.
   *
   * @returns The payload, valid until the next one is written; null for a message that the codec must write.
   * @throws What the codec throws.
   */
  write(envelope: Envelopes[R]): Uint8Array<ArrayBuffer> | null {
    const id = Number(envelope.requestId);
    if (!Number.isSafeInteger(id) || id < 0) return null;
    for (const kept of this.#kept) if (isSame(kept.envelope, envelope)) return this.#payload(kept, id);
    const kept = this.#keep(envelope);
    return kept === null ? null : this.#payload(kept, id);
  }

  /**
   * Reads a payload.
   *
   * @returns The same message as the codec gives; null for one that it must read.
   */
  read(payload: Uint8Array): Envelopes[R] | null {
    for (const { envelope, before, after } of this.#kept) {
      const end = payload.length - after.length;
      if (end <= before.length || !hasAt(payload, 0, before) || !hasAt(payload, end, after)) continue;
      const id = this.#isBincode ? fixedId(payload, before.length, end) : shortId(payload, before.length, end);
      if (id !== null) return withId(this.#role, envelope, BigInt(id));
    }
    return null;
  }

  /** Takes note of a message that the codec has read: the next one of its kind need not be read by it. */
  learn(envelope: Envelopes[R]): void {
    if (!this.#kept.some((kept) => isSame(kept.envelope, envelope))) this.#keep(envelope);
  }

  #keep(envelope: Envelopes[R]): Kept<R> | null {
    if (this.#kept.length === MAX_KEPT || !NAMES[this.#role].has(envelope.body.type)) return null;
    if ("timeoutMs" in envelope && (envelope.timeoutMs ?? null) !== null) return null;
    // From here on plain data, whatever getters the message has.
    const bare = withId(this.#role, envelope, 0n);
    if (!NAMES[this.#role].has(bare.body.type)) return null;
    const first = encode(this.#role, this.layout, bare);
    const second = encode(this.#role, this.layout, withId(this.#role, bare, 1n));
    const at = first.findIndex((byte, i) => byte !== second[i]), idBytes = this.#isBincode ? FIXED_BYTES : 1;
    const kept = {
      envelope: bare,
      before: first.slice(0, at),
      after: first.slice(at + idBytes),
      payload: first,
      idBytes,
    };
    this.#kept.push(kept);
    return kept;
  }

  #payload(kept: Kept<R>, id: number): Uint8Array<ArrayBuffer> {
    const { before, after } = kept, at = before.length;
    const idBytes = this.#isBincode ? FIXED_BYTES : shortIdBytes(id);
    if (idBytes !== kept.idBytes) {
      kept.idBytes = idBytes;
      kept.payload = Uint8Array.of(...before, ...new Uint8Array(idBytes), ...after);
    }
    const { payload } = kept, base = this.#isBincode ? 256 : 128;
    let rest = id;
    for (let i = 0; i < idBytes; i++, rest = Math.floor(rest / base)) {
      // Each byte of a short id but the last says that another one follows.
      payload[at + i] = rest % base | (base === 128 && i < idBytes - 1 ? 0x80 : 0);
    }
    return payload;
  }
}

/** An id of 8 bytes; null for one beyond the safe integers. */
function fixedId(payload: Uint8Array, from: number, to: number): number | null {
  if (to - from !== FIXED_BYTES) return null;
  let id = 0;
  for (let i = to - 1; i >= from; i--) id = id * 256 + payload[i]!;
  return Number.isSafeInteger(id) ? id : null;
}

/** An id of 7 bits a byte; null for one beyond the safe integers, or in more bytes than it needs. */
function shortId(payload: Uint8Array, from: number, to: number): number | null {
  const last = payload[to - 1]!;
  if (to - from > FIXED_BYTES || last > 0x7f || last === 0 && to - from > 1) return null;
  let id = last;
  for (let i = to - 2; i >= from; i--) {
    if (payload[i]! < 0x80) return null;
    id = id * 128 + (payload[i]! & 0x7f);
  }
  return Number.isSafeInteger(id) ? id : null;
}

function shortIdBytes(id: number): number {
  let bytes = 1;
  for (let rest = id; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

function hasAt(payload: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (payload[at + i] !== bytes[i]) return false;
  return true;
}

/** Whether two messages differ in their ids at most. Only bare ones are asked for, so the body's name decides. */
function isSame(kept: Envelopes[BareRole], other: Envelopes[BareRole]): boolean {
  return kept.body.type === other.body.type && (kept.sessionId ?? null) === (other.sessionId ?? null) &&
    kept.protocolVersion.major === other.protocolVersion.major &&
    kept.protocolVersion.minor === other.protocolVersion.minor &&
    ("done" in kept
      ? kept.done === (other as Envelopes["response"]).done
      : ((other as Envelopes["request"]).timeoutMs ?? null) === null);
}

function withId<R extends BareRole>(role: R, envelope: Envelopes[R], requestId: bigint): Envelopes[R] {
  const { protocolVersion: { major, minor }, sessionId = null, body: { type } } = envelope;
  const protocolVersion = { major, minor };
  const bare = role === "request"
    ? { protocolVersion, requestId, sessionId, timeoutMs: null, body: { type } }
    : { protocolVersion, requestId, sessionId, done: (envelope as Envelopes["response"]).done, body: { type } };
  return bare as Envelopes[R];
}
