import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ProtocolError } from "@fluxwire/transport";
import {
  decode,
  type DriverResponseEnvelope,
  encode,
  type Envelopes,
  fromExactJson,
  type Layout,
  LAYOUTS,
  MalformedError,
  type Role,
  toExactJson,
} from "@fluxwire/wire";
import { anyMessage, RUNS } from "./drawn.ts";
import { fc } from "./fast_check.ts";
import { type HostileCell, hostileCell, hostileRow, REFUSED } from "./hostile_cells.ts";

/** The time of both properties together: 20 s, or `MINUTES=10 deno task test:properties`. */
const MINUTES = Number(Deno.env.get("MINUTES") ?? 1 / 3);

const TIMED = {
  seed: RUNS.seed,
  numRuns: 1_000_000_000,
  interruptAfterTimeLimit: MINUTES * 60_000 / 2,
};

function answerOf(rows: unknown[]): DriverResponseEnvelope {
  const result = { shape: "Table", columns: [], rows, executionTimeMs: 0n } as Extract<
    DriverResponseEnvelope["body"],
    { type: "ExecuteResult" }
  >["result"];
  const header = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n, sessionId: null, done: true };
  return { ...header, body: { type: "ExecuteResult", result } };
}

const NEXT = answerOf([["next", Uint8Array.of(1, 2, 3), [2n, { type: "Date", value: "" }], new Map([["k", 0.5]])]]);
const NEXT_BYTES = Object.fromEntries(LAYOUTS.map((layout) => [layout, encode("response", layout, NEXT).toHex()]));

/** The bytes, or null if the value is refused by an error of a kind that a caller can know. */
function encoded<R extends Role>(role: R, layout: Layout, envelope: Envelopes[R]): Uint8Array | null {
  let bytes: Uint8Array | null = null;
  try {
    bytes = encode(role, layout, envelope);
  } catch (error) {
    ok(
      error instanceof MalformedError || error instanceof ProtocolError && error.code === "FrameTooLong",
      String(error),
    );
  }
  for (const next of [layout, "0.8"] as const) strictEqual(encode("response", next, NEXT).toHex(), NEXT_BYTES[next]);
  return bytes;
}

function toJson<R extends Role>(role: R, envelope: Envelopes[R]): void {
  let text: string;
  try {
    text = toExactJson(role, envelope);
  } catch (error) {
    ok(error instanceof MalformedError, String(error));
    return;
  }
  fromExactJson(role, text);
}

Deno.test("any hostile cells are refused by a typed error or arrive as they were, and the next message is untouched", () =>
  fc.assert(
    fc.property(fc.constantFrom(...LAYOUTS), fc.array(hostileRow, { maxLength: 5 }), (layout, rows) => {
      const arrives = rows.map((row) => row.arrives);
      const bytes = encoded("response", layout, answerOf(rows.map((row) => row.make())));
      strictEqual(bytes === null, arrives.includes(REFUSED));
      if (bytes !== null) {
        deepStrictEqual(decode("response", layout, bytes).envelope, {
          ...answerOf(arrives),
          body: { type: "ExecuteResult", result: { ...FULL, rows: arrives } },
        });
      }
      toJson("response", answerOf(rows.map((row) => row.make())));
    }),
    TIMED,
  ));

const FULL = {
  shape: "Table",
  columns: [],
  affectedRows: null,
  executionTimeMs: 0n,
  textBody: null,
  rawBytes: null,
  nextPageToken: null,
};

/** Puts a value in the place of any part of a message, the message itself included. */
function replaced(message: unknown, choose: (max: number) => number, value: unknown): unknown {
  if (typeof message !== "object" || message === null || choose(4) === 0) return value;
  if (message instanceof Map) {
    const keys = [...message.keys()], key = keys[choose(keys.length)];
    return key === undefined ? value : new Map(message).set(key, replaced(message.get(key), choose, value));
  }
  const keys = Object.keys(message), key = keys[choose(keys.length)];
  if (key === undefined || message instanceof Uint8Array) return value;
  const copy: Record<string, unknown> = Array.isArray(message) ? [...message] as never : { ...message };
  copy[key] = replaced(copy[key], choose, value);
  return copy;
}

Deno.test("any message with a hostile part is refused by a typed error or can be read, and the next one is untouched", () =>
  fc.assert(
    fc.property(anyMessage(), hostileCell, fc.infiniteStream(fc.nat()), (message, cell: HostileCell, numbers) => {
      const { role, layout, envelope } = message;
      const path = numbers.take(100), taken = [...path];
      const make = (): Envelopes[Role] => {
        let at = 0;
        const choose = (max: number): number => max === 0 ? 0 : taken[at++ % taken.length]! % max;
        return replaced(envelope, choose, cell.make()) as Envelopes[Role];
      };
      const bytes = encoded(role, layout, make());
      if (bytes !== null) deepStrictEqual(encode(role, layout, decode(role, layout, bytes).envelope), bytes);
      toJson(role, make());
    }),
    TIMED,
  ));
