import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { ProtocolError } from "@fluxwire/transport";
import { decode, encode } from "./codec.ts";
import type { DriverResponseEnvelope, QueryResultDto, Value } from "./dto.ts";
import { MalformedError } from "./errors.ts";
import { toExactJson } from "./exact_json.ts";
import { LAYOUTS } from "./layout.ts";
import { threadMs } from "../../tests/thread_time.ts";

const HEADER = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n, sessionId: null, done: true };

function answerOf(rows: unknown): DriverResponseEnvelope {
  const result = { shape: "Table", columns: [], rows, executionTimeMs: 0n } as unknown as QueryResultDto;
  return { ...HEADER, body: { type: "ExecuteResult", result } };
}

function rowsOf(bytes: Uint8Array, layout: typeof LAYOUTS[number] = "0.7.1"): Value[][] {
  const { body } = decode("response", layout, bytes).envelope;
  return (body as Extract<typeof body, { type: "ExecuteResult" }>).result.rows;
}

/** What the cells of one row arrive as. */
function sent(...row: unknown[]): Value[] {
  return rowsOf(encode("response", "0.7.1", answerOf([row])))[0]!;
}

function refusal(rows: unknown): MalformedError {
  try {
    encode("response", "0.7.1", answerOf(rows));
  } catch (error) {
    ok(error instanceof MalformedError, String(error));
    return error;
  }
  throw new Error("Expected a MalformedError");
}

/** A row whose cells are read from getters. */
function rowOfGetters(...getters: (() => unknown)[]): unknown[] {
  return getters.reduce<unknown[]>((row, get, i) => Object.defineProperty(row, i, { get, enumerable: true }), []);
}

const LONG = 2 ** 28;

Deno.test("encode() refuses what no frame can hold before it copies anything, and the next message is whole", () => {
  const long = "z".repeat(LONG), half = "z".repeat(500_000_000), bytes = new Uint8Array(LONG);
  const cells: [unknown[], string][] = [
    [[long], "[0]"],
    [["a", { type: "Json", value: long }], "[1]"],
    [[bytes], "[0]"],
    [[half, half, half], "[0]"],
    [[["x", [long]]], "[0][1][0]"],
    [[new Map([["k", bytes]])], "[0][0]"],
    [[new Map([[long, 1n]])], "[0][0]"],
    [["y".repeat(9_000_000), "y".repeat(9_000_000)], "[1]"],
    [[new Uint8Array(9_000_000), "y".repeat(9_000_000)], "[1]"],
    [["é".repeat(9_000_000)], "[0]"],
  ];
  for (const [row, path] of cells) {
    const start = threadMs();
    throws(() => encode("response", "0.7.1", answerOf([row])), (error) => {
      ok(error instanceof ProtocolError);
      strictEqual(error.code, "FrameTooLong");
      match(
        error.message,
        /^Cannot encode DriverResponseEnvelope: length of at least \d+ exceeds maxFrameBytes 16777216/,
      );
      ok(error.message.endsWith(`, in body.result.rows[0]${path}`), error.message);
      return true;
    });
    ok(threadMs() - start < 2_000);
    deepStrictEqual(sent("", "a", new Uint8Array(2)), ["", "a", new Uint8Array(2)]);
  }
});

Deno.test("encode() refuses a list of 2^28 elements and more, whatever the limit on values", () => {
  const list = new Array(LONG), limits = { maxResponseValues: 2 ** 32 - 1 };
  for (const rows of [list, [list], [[list]]]) {
    strictEqual(refusal(rows).reason, "more values than the limit of 4000000");
    throws(() => encode("response", "0.6", answerOf(rows), { limits }), { code: "FrameTooLong" });
  }
  deepStrictEqual(sent(1n), [1n]);
});

class Liar extends Uint8Array {
  override get length(): number {
    return 100_000;
  }
  override get byteLength(): number {
    return 100_000;
  }
  override subarray(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(100_000).fill(7);
  }
  override slice(): Uint8Array<ArrayBuffer> {
    return this.subarray();
  }
}

Deno.test("encode() takes the bytes that an array has, whatever its class, its members and its buffer say", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4, { maxByteLength: 8 })).fill(3);
  const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
  const view = new Uint8Array(resizable).fill(5);
  resizable.resize(2);
  const own = Object.assign(Uint8Array.of(1, 2), { type: "Json", value: "no" });
  Object.defineProperty(own, "length", { value: 9 });
  const big = new Liar(70).fill(9);
  const cells = [Liar.of(1, 2), big, shared, view, own, new Uint8Array(0), new Uint8Array(70).fill(4)];
  deepStrictEqual(sent(...cells), [
    Uint8Array.of(1, 2),
    new Uint8Array(70).fill(9),
    Uint8Array.of(3, 3, 3, 3),
    Uint8Array.of(5, 5),
    Uint8Array.of(1, 2),
    new Uint8Array(0),
    new Uint8Array(70).fill(4),
  ]);
  for (const false_ of [Object.create(Uint8Array.prototype), new Proxy(Uint8Array.of(1), {})]) {
    match(refusal([[false_]]).reason, /^expected a Uint8Array, found an object of /);
  }
});

Deno.test("encode() refuses bytes that were transferred or have shrunk away: they are not empty", () => {
  const gone = Uint8Array.of(1, 2, 3);
  structuredClone(gone, { transfer: [gone.buffer] });
  const resizable = new ArrayBuffer(8, { maxByteLength: 16 }), part = new Uint8Array(resizable, 4, 4);
  resizable.resize(6);
  for (const lost of [gone, part]) {
    const { reason, path } = refusal([["before", lost]]);
    deepStrictEqual([reason, path], [
      "expected a Uint8Array, found one whose buffer was transferred or has shrunk",
      "body.result.rows[0][1]",
    ]);
    throws(() => decode("response", "0.7.1", lost), { name: "TypeError", message: /transferred or has shrunk/ });
    throws(() => toExactJson("response", answerOf([[lost]])), /transferred or has shrunk/);
  }
});

Deno.test("encode() sends bytes as they were when it met them, also where a getter then changes them", () => {
  const buffer = new ArrayBuffer(200, { maxByteLength: 400 }), bytes = new Uint8Array(buffer).fill(1);
  const row = rowOfGetters(() => bytes, () => {
    bytes.fill(2);
    buffer.resize(0);
    return 0;
  }, () => bytes);
  deepStrictEqual(sent(...[]), []);
  deepStrictEqual(rowsOf(encode("response", "0.7.1", answerOf([row]))), [[
    new Uint8Array(200).fill(1),
    0,
    new Uint8Array(0),
  ]]);
});

Deno.test("encode() within a getter of a message gives its own message, and the outer one is whole", () => {
  const inner = (text: string) => encode("response", "0.7.1", answerOf([[text, new Uint8Array(3).fill(6)]]));
  for (const length of [1, 100, 3_000_000, 14_000_000]) {
    const text = "i".repeat(length);
    const row = rowOfGetters(
      () => "before",
      () => new Uint8Array(4).fill(5),
      () => inner(text).length,
      () => (rowsOf(inner(text))[0]![0] as string).length,
      () => "after",
      () => new Uint8Array(5).fill(4),
    );
    const [cells] = rowsOf(encode("response", "0.7.1", answerOf([row])));
    const bytes = [new Uint8Array(4).fill(5), new Uint8Array(5).fill(4)];
    deepStrictEqual(cells, ["before", bytes[0], inner(text).length, length, "after", bytes[1]]);
  }
});

Deno.test("encode() that calls itself without end is refused, and the next message is whole", () => {
  let calls = 0;
  const row = rowOfGetters(() => {
    calls++;
    return encode("response", "0.7.1", answerOf([row]));
  });
  let error: unknown = refusal([row]);
  while (error instanceof MalformedError) error = error.cause;
  ok(error instanceof RangeError);
  match(error.message, /8 messages are being written, each within a getter of another/);
  strictEqual(calls, 8);
  deepStrictEqual(sent("next"), ["next"]);
});

Deno.test("encode() names the place of a getter or a proxy that throws, with what it threw as cause", () => {
  const cause = new Error("no connection");
  const thrown = () => {
    throw cause;
  };
  const trap = new Proxy([], { get: thrown }), { proxy: revoked, revoke } = Proxy.revocable([], {});
  revoke();
  const error = refusal([[1n], rowOfGetters(() => 1n, thrown)]);
  strictEqual(error.reason, "expected a value, found one whose reading throws Error: no connection");
  deepStrictEqual([error.path, error.cause], ["body.result.rows[1][1]", cause]);
  strictEqual(refusal(trap).cause, cause);
  strictEqual(refusal([[trap]]).path, "body.result.rows[0][0]");
  strictEqual(
    refusal([[{
      type: "Json",
      get value() {
        return thrown();
      },
    }]]).cause,
    cause,
  );
  strictEqual(refusal([[new Proxy({}, { getPrototypeOf: thrown })]]).cause, cause);
  ok(refusal([[revoked]]).cause instanceof TypeError);
  for (
    const odd of [null, undefined, Symbol("s"), {
      get message() {
        return thrown();
      },
    }, Object.create(null)]
  ) {
    refusal([rowOfGetters(() => {
      throw odd;
    })]);
  }
  deepStrictEqual(sent("next"), ["next"]);
});

Deno.test("encode() refuses lists and maps that change while they are written, or give no length", () => {
  const changes: ((list: unknown[]) => void)[] = [
    (list) => list.push(1n),
    (list) => list.pop(),
    (list) => list.length = 0,
  ];
  const places: ((list: unknown[]) => unknown)[] = [(list) => list, (list) => [list], (list) => [[list]]];
  for (const change of changes) {
    for (const place of places) {
      const element = place === places[0] ? [] : 1n, list: unknown[] = [element, element];
      Object.defineProperty(list, 0, { configurable: true, get: () => (change(list), element) });
      match(refusal(place(list)).reason, /^expected \d elements, found others|^expected a row as a list/);
    }
  }
  const map = new Map<string, unknown>([["a", 1n]]);
  map.set("b", rowOfGetters(() => map.set(`c${map.size}`, map.get("b")).size));
  match(refusal([[map]]).reason, /^expected \d+ elements, found others/);
  for (const length of [-1, NaN, Infinity, 2 ** 32, "2", null, 1.5, {}]) {
    const proxy = new Proxy([], { get: (_, key) => key === "length" ? length : 1n });
    for (const rows of [proxy, [proxy], [[proxy]]]) match(refusal(rows).reason, /expected a length from 0 on/);
  }
});

Deno.test("encode() counts and reads maps themselves, not what their classes say of them", () => {
  class Odd extends Map<string, Value> {
    override get size(): number {
      return 7;
    }
    override *[Symbol.iterator](): MapIterator<[string, Value]> {}
    override forEach(): void {}
  }
  deepStrictEqual(sent(new Odd([["a", 1n]])), [new Map([["a", 1n]])]);
  match(refusal([[Object.create(Map.prototype)]]).reason, /^expected a Map, found an object of Map/);
  match(refusal([[new Map([[1, 2]])]]).reason, /^expected text, found number 1/);
});

Deno.test("encode() takes a container for what it is, whatever members it has beside its elements", () => {
  const tag = { type: "Null", value: "no" };
  const cells = [Object.assign([1n], tag), Object.assign(new Map([["k", 1n]]), tag)];
  deepStrictEqual(sent(...cells), [[1n], new Map([["k", 1n]])]);
});

Deno.test("encode() reads each part of a message once", () => {
  const reads = new Map<string, number>();
  const watched = <T extends object>(value: T, path: string): T =>
    new Proxy(value, {
      get(target, key, receiver) {
        const place = `${path}.${String(key)}`;
        if (key !== "length") reads.set(place, (reads.get(place) ?? 0) + 1);
        const part = Reflect.get(target, key, receiver);
        return typeof part === "object" && part !== null ? watched(part, place) : part;
      },
    });
  const rows = [["a", { type: "Decimal", value: "1" }, [1n, [2.5]]]];
  deepStrictEqual(rowsOf(encode("response", "0.8", watched(answerOf(rows), "")), "0.8"), rows);
  deepStrictEqual([...reads].filter(([, count]) => count > 1), []);
});

Deno.test("encode() keeps numbers at every edge, or refuses them", () => {
  const floats = [0, -0, 5e-324, Number.MAX_VALUE, Infinity, -Infinity, NaN, 2 ** 53 + 2, 0.1];
  const bigs = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)];
  for (const layout of LAYOUTS) {
    deepStrictEqual(rowsOf(encode("response", layout, answerOf([floats, bigs])), layout), [floats, bigs]);
  }
  for (const big of [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n, 10n ** 100n]) refusal([[big]]);
});

Deno.test("encode() makes no room for what only the first rows would need", () => {
  const rows: Value[][] = [...Array.from({ length: 256 }, () => ["x".repeat(60_000)]), ...Array(900_000).fill([])];
  const read = rowsOf(encode("response", "0.7.1", answerOf(rows)));
  deepStrictEqual([read.length, read[255], read[256]], [rows.length, rows[255], []]);
});
