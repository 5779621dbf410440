/**
 * Cells as programs may hand them over that are careless, odd or malicious, and what each must arrive as.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import { decode, encode, type TaggedValue, type Value } from "@fluxwire/wire";
import { fc } from "./fast_check.ts";

/** What has no form on the wire. */
export const REFUSED: unique symbol = Symbol("refused");

/** A cell. Some can be read once only, so each use makes it anew. */
export interface HostileCell {
  /** The cell. */
  make(): unknown;
  /** What arrives. */
  arrives: Value | typeof REFUSED;
}

const TAGS: readonly TaggedValue["type"][] = ["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"];

/** A cell that holds others: refused where one of them is. */
function holding(parts: readonly HostileCell[], make: () => unknown, arrives: (parts: Value[]) => Value): HostileCell {
  const values = parts.map((part) => part.arrives);
  return { make, arrives: values.includes(REFUSED) ? REFUSED : arrives(values as Value[]) };
}

const scalars: fc.Arbitrary<HostileCell> = fc.oneof(
  fc.constantFrom<HostileCell>(
    { make: () => undefined, arrives: null },
    { make: () => ({ type: "Null" }), arrives: null },
    ...[null, true, false, 0, -0, NaN, Infinity, -Infinity, 5e-324, 2 ** 53, -(2 ** 63)].map((one) => ({
      make: () => one,
      arrives: one,
    })),
  ),
  fc.double().map((one) => ({ make: () => one, arrives: one })),
  fc.bigInt({ min: -(65n * 2n ** 57n), max: 65n * 2n ** 57n }).map((one): HostileCell => ({
    make: () => one,
    arrives: BigInt.asIntN(64, one) === one ? one : REFUSED,
  })),
);

/** Any UTF-16 units, so also surrogates without their other half. */
const units = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd700, max: 0xe000 })), {
      maxLength: 80,
    }).map((list) => String.fromCharCode(...list)),
  },
  {
    weight: 19,
    arbitrary: fc.tuple(fc.string({ unit: "binary", maxLength: 8 }), fc.oneof(fc.nat(20), fc.nat(9_000)))
      .map(([text, times]) => text.repeat(times)),
  },
);

const texts: fc.Arbitrary<HostileCell> = units.map((text): HostileCell => ({
  make: () => text,
  arrives: text.isWellFormed() ? text : REFUSED,
}));

const tagged: fc.Arbitrary<HostileCell> = fc.tuple(fc.constantFrom(...TAGS), units, fc.nat(2)).map(
  ([type, value, way]): HostileCell => {
    const plain = { type, value };
    const getters = () => ({
      get type() {
        return type;
      },
      get value() {
        return value;
      },
    });
    const make = [() => plain, getters, () => new Proxy(Object.assign(Object.create(null), plain), {})][way]!;
    return { make, arrives: value.isWellFormed() ? plain : REFUSED };
  },
);

class Liar extends Uint8Array {
  override get length(): number {
    return 70_000;
  }
  override get byteLength(): number {
    return 70_000;
  }
  override subarray(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(70_000).fill(0xee);
  }
}

const bytes: fc.Arbitrary<HostileCell> = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.nat(6)).map(
  ([of, way]): HostileCell => {
    const ways: (() => Uint8Array)[] = [
      () => of,
      () => Liar.from(of),
      () => new Uint8Array([7, ...of, 7]).subarray(1, of.length + 1),
      () => {
        const shared = new Uint8Array(new SharedArrayBuffer(of.length));
        shared.set(of);
        return shared;
      },
      () => {
        const buffer = new ArrayBuffer(of.length + 9, { maxByteLength: 1_000 }), view = new Uint8Array(buffer);
        view.set(of);
        buffer.resize(of.length);
        return view;
      },
      () =>
        Object.defineProperty(Object.assign(of.slice(), { type: "Json", value: "no" }), "length", { value: 99_999 }),
      () => {
        const gone = of.slice();
        structuredClone(gone, { transfer: [gone.buffer] });
        return gone;
      },
    ];
    return { make: ways[way]!, arrives: way === 6 ? REFUSED : of };
  },
);

const nothings: fc.Arbitrary<HostileCell> = fc.constantFrom<() => unknown>(
  () => () => 1,
  () => Symbol("s"),
  () => new Date(0),
  () => new Set([1]),
  () => ({}),
  () => ({ type: "Json" }),
  () => ({ type: "Oops", value: "x" }),
  () => ({ type: { toString: () => "Json" }, value: "x" }),
  () => new Float64Array(2),
  () => new DataView(new ArrayBuffer(2)),
  () => Object.create(Uint8Array.prototype),
  () => Object.create(Map.prototype),
  () => new Proxy(Uint8Array.of(1), {}),
  () => new Proxy(new Map([["a", 1n]]), {}),
  () => new Map<unknown, unknown>([[1n, 1n]]),
  () => new Proxy([], { get: (_, key) => key === "length" ? 2 ** 40 : null }),
  () => new Array(2 ** 31),
  () => "z".repeat(2 ** 28),
).map((make): HostileCell => ({ make, arrives: REFUSED }));

/** What a getter does before it gives its element. */
const deeds: fc.Arbitrary<{ act(list: unknown[]): void; isRefused: boolean }> = fc.oneof(
  fc.constantFrom(
    { act: () => {}, isRefused: false },
    { act: (list: unknown[]) => void list.push(null), isRefused: true },
    { act: (list: unknown[]) => void (list.length = 0), isRefused: true },
    ...[new Error("thrown"), null, Symbol("s"), new Proxy(new Error("odd"), { get: () => fail() })].map((thrown) => ({
      act: () => {
        throw thrown;
      },
      isRefused: true,
    })),
  ),
  fc.nat(300_000).map((length) => ({ act: () => sendAnother(length), isRefused: false })),
);

function fail(): never {
  throw new RangeError("nothing can be read");
}

/** A whole other message, both ways, in the midst of the one that is written. */
function sendAnother(length: number): void {
  const sql = "i".repeat(length), params = [new Uint8Array(length % 300).fill(3), "ä"];
  const envelope = { protocolVersion: { major: 1, minor: 2 }, requestId: 5n, sessionId: null, timeoutMs: null };
  const bytes = encode("request", "0.7.1", { ...envelope, body: { type: "Execute", request: { sql, params } } });
  const { body } = decode("request", "0.7.1", bytes).envelope;
  const { request } = body as Extract<typeof body, { type: "Execute" }>;
  deepStrictEqual([request.sql, request.params], [sql, params]);
}

/** A list of such cells, in some form. */
function listOf(cell: fc.Arbitrary<HostileCell>): fc.Arbitrary<HostileCell> {
  const plain = fc.array(cell, { maxLength: 12 }).map((parts) =>
    holding(parts, () => parts.map((part) => part.make()), (values) => values)
  );
  const proxied = plain.map(({ make, arrives }): HostileCell => ({
    make: () => new Proxy(make() as unknown[], {}),
    arrives,
  }));
  const sparse = fc.tuple(cell, fc.nat(30)).map(([part, at]) => {
    const make = () => Object.assign(new Array(31), { [at]: part.make(), type: "Null" });
    return holding([part], make, ([value]) => Object.assign(new Array<Value>(31).fill(null), { [at]: value }));
  });
  const lively = fc.tuple(cell, cell, deeds).map(([first, second, { act, isRefused }]): HostileCell => {
    const make = () => {
      const list = [first.make(), second.make()], [element] = list;
      return Object.defineProperty(list, 0, { get: () => (act(list), element) });
    };
    const made = holding([first, second], make, (values) => values);
    return isRefused ? { make, arrives: REFUSED } : made;
  });
  return fc.oneof(plain, proxied, sparse, lively);
}

class OddMap extends Map<unknown, unknown> {
  override get size(): number {
    return 3;
  }
  override *[Symbol.iterator](): MapIterator<[unknown, unknown]> {}
}

/** A document of such cells. */
function documentOf(cell: fc.Arbitrary<HostileCell>): fc.Arbitrary<HostileCell> {
  return fc.tuple(fc.uniqueArray(units, { maxLength: 4 }), fc.array(cell, { minLength: 4, maxLength: 4 }), fc.boolean())
    .map(([keys, parts, isOdd]): HostileCell => {
      const used = parts.slice(0, keys.length);
      const make = () => new (isOdd ? OddMap : Map)(keys.map((key, i) => [key, used[i]!.make()]));
      const made = holding(used, make, (values) => new Map(keys.map((key, i) => [key, values[i]!])));
      return keys.every((key) => key.isWellFormed()) ? made : { make, arrives: REFUSED };
    });
}

/** Any cell. */
export const hostileCell: fc.Arbitrary<HostileCell> = fc.letrec<{ cell: HostileCell }>((tie) => ({
  cell: fc.oneof(
    { depthSize: "small" },
    { arbitrary: scalars, weight: 16 },
    { arbitrary: texts, weight: 16 },
    { arbitrary: tagged, weight: 8 },
    { arbitrary: bytes, weight: 16 },
    { arbitrary: nothings, weight: 1 },
    { arbitrary: listOf(tie("cell")), weight: 10 },
    { arbitrary: documentOf(tie("cell")), weight: 8 },
  ),
})).cell;

/** Any row of them. */
export const hostileRow: fc.Arbitrary<HostileCell> = listOf(hostileCell);
