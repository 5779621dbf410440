/**
 * The times of messages, with Fluxwire's codec and its rivals, taking turns in one process.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { decode, encode, type Envelopes, type Role } from "../../../packages/wire/codec.ts";
import type { Layout } from "../../../packages/wire/layout.ts";
import { contest, type Contestant, type Times } from "./contest.ts";
import { HandWriter, readByHand } from "./hand_bincode.ts";
import { BINCODE, HAND, POSTCARD } from "./names.ts";
import { type Rival, type Rivals, rowsOf, withoutBigint } from "./rivals.ts";

/** The newest released layout of each codec. */
export const LAYOUTS: Readonly<Record<string, Layout>> = { [BINCODE]: "0.6", [POSTCARD]: "0.7.1" };

/** Encoding and decoding of one message. */
export interface MessageTimes {
  /** Bytes to values. */
  decode: Times;
  /** Values to bytes. */
  encode: Times;
  /** The length of each encoding. */
  bytes: Record<string, number>;
}

/** A small message, repeated within each turn. */
export function measureSmall<R extends Role>(role: R, message: Envelopes[R], rivals: Rivals): MessageTimes {
  return measure([...ours(role, message), ...others(message, rivals)], { rounds: 31, repeats: 1_000 });
}

/** A result of many rows. Hand-written bincode and protobuf process the rows only. */
export function measureResult(message: Envelopes["response"], rivals: Rivals, rounds: number): MessageTimes {
  const entrants = [...ours("response", message), ...others(message, rivals)];
  const rows = rowsOf(message), writer = new HandWriter();
  entrants.push(entrant(HAND, rows, () => writer.write(rows), readByHand));
  if (rivals.protobuf !== null) {
    const { name, messageOf, encode, decode } = rivals.protobuf;
    const built = messageOf(rows);
    entrants.push(entrant(name, built, () => encode(built), decode));
  }
  return measure(entrants, { rounds });
}

interface Entrant {
  name: string;
  bytes: number;
  encode: Contestant;
  decode: Contestant;
}

/** A contestant whose decoding has been checked. */
function entrant(
  name: string,
  message: unknown,
  encode: () => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): Entrant {
  const bytes = encode().slice();
  deepStrictEqual(decode(bytes), message, name);
  return { name, bytes: bytes.length, encode: { name, run: encode }, decode: { name, run: () => decode(bytes) } };
}

function ours<R extends Role>(role: R, message: Envelopes[R]): Entrant[] {
  return Object.entries(LAYOUTS).map(([name, layout]) => {
    // A clone, with whole texts again: each decoded one is a slice of its frame's.
    const read = structuredClone(decode(role, layout, encode(role, layout, message)).envelope);
    return entrant(name, read, () => encode(role, layout, read), (bytes) => decode(role, layout, bytes).envelope);
  });
}

function others(message: unknown, { json, msgpackr }: Rivals): Entrant[] {
  const of = ({ name, encode, decode }: Rival, message: unknown) =>
    entrant(name, message, () => encode(message), decode);
  const plain = withoutBigint(message);
  return msgpackr === null ? [of(json, plain)] : [of(json, plain), of(msgpackr, message)];
}

function measure(entrants: readonly Entrant[], options: { rounds: number; repeats?: number }): MessageTimes {
  return {
    decode: contest(entrants.map(({ decode }) => decode), options),
    encode: contest(entrants.map(({ encode }) => encode), options),
    bytes: Object.fromEntries(entrants.map(({ name, bytes }) => [name, bytes])),
  };
}
