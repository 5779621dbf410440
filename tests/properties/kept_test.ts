import { deepStrictEqual, ok } from "node:assert/strict";
import { fc } from "./fast_check.ts";
import { codecOf, decode, DEFAULT_LIMITS, encode, type Envelopes, type Layout, LAYOUTS } from "@fluxwire/wire";
import { encodeRows } from "@fluxwire/wire/rows";
import { bodiesOf, messageOf } from "../../packages/testing/generate/message_of.ts";
import type { QueryAnswer } from "../../packages/wire/rows/answer_parts.ts";
import { KeptAnswer } from "../../packages/wire/rows/kept_answer.ts";
import { KeptStatement } from "../../packages/wire/kept_statement.ts";
import { RUNS } from "./drawn.ts";

/** The answers with rows. */
const ANSWERS = ["ExecuteResult", "ExecuteWithHandleResult", "BrowseResult"];

/** How often each property is tried: each time is a series of messages. */
const SERIES = { ...RUNS, numRuns: RUNS.numRuns / 5 };

/** A layout, and messages that follow each other: the same one again, with another part, or with another id. */
function series<R extends "request" | "response">(role: R, bodies: readonly string[]) {
  return fc.gen().map((choose) => {
    const integer = (min: number, max: number): number => choose(fc.integer, { min, max });
    const layout = LAYOUTS[integer(0, LAYOUTS.length - 1)]!;
    const all = bodiesOf(role, layout).filter((body) => bodies.includes(body));
    const body = all[integer(0, all.length - 1)]!;
    const draw = () => plainer(messageOf({ integer }, role, layout, body), integer(0, 3) > 0);
    const idOf = () => BigInt.asUintN(64, choose(fc.bigInt, { min: 0n, max: 2n ** BigInt(integer(0, 64)) - 1n }));
    const messages: Envelopes[R][] = [draw()];
    for (let i = integer(2, 12); i > 0; i--) {
      const last = messages.at(-1)!, isOther = integer(0, 3) === 0;
      const next = isOther ? withPartOf(last, draw(), integer) as Envelopes[R] : last;
      messages.push({ ...next, requestId: idOf() });
    }
    return { layout, messages };
  });
}

/** Most statements have no values and no context: only those are kept. */
function plainer<E extends Envelopes["request" | "response"]>(envelope: E, isPlainer: boolean): E {
  if (!isPlainer || envelope.body.type !== "Execute") return envelope;
  const request = { ...envelope.body.request, params: [], executionContext: null };
  return { ...envelope, body: { ...envelope.body, request } };
}

/** The first value with one part of the other. */
function withPartOf(value: unknown, other: unknown, integer: (min: number, max: number) => number): unknown {
  if (!isPlain(value) || !isPlain(other) || value.type !== other.type) return other;
  const keys = Object.keys(value).filter((key) => key !== "type");
  const key = keys[integer(0, keys.length - 1)];
  return key === undefined ? other : { ...value, [key]: withPartOf(value[key], other[key], integer) };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

Deno.test("any answers that follow each other have the bytes of the codec, and none of another answer", () => {
  let kept = 0;
  fc.assert(
    fc.property(series("response", ANSWERS), ({ layout, messages }) => {
      const answers = new KeptAnswer();
      for (const message of messages as QueryAnswer[]) {
        const rows = encodeRows(codecOf(layout), message.body.result.rows, DEFAULT_LIMITS);
        const parts = answers.parts(layout, message, rows);
        if (parts.length === rows.chunks.length + 5) kept++;
        deepStrictEqual(parts.map((part) => part.toHex()).join(""), encode("response", layout, message).toHex());
      }
    }),
    SERIES,
  );
  ok(kept > SERIES.numRuns / 4, `${kept} answers were written by what was kept`);
});

Deno.test("any statements that follow each other, damaged ones too, are read as the codec reads them", () => {
  let kept = 0;
  const damage = fc.option(
    fc.record({ at: fc.nat(), removed: fc.nat({ max: 3 }), inserted: fc.uint8Array({ maxLength: 3 }) }),
  );
  fc.assert(
    fc.property(series("request", ["Execute"]), fc.array(damage), ({ layout, messages }, damages) => {
      const statements = new KeptStatement(layout);
      for (const [i, message] of messages.entries()) {
        const whole = encode("request", layout, message), hurt = damages[i];
        const at = hurt ? hurt.at % whole.length : 0;
        const payload = hurt
          ? Uint8Array.of(...whole.subarray(0, at), ...hurt.inserted, ...whole.subarray(at + hurt.removed))
          : whole;
        const read = statements.read(payload), right = decoded(layout, payload);
        if (read !== null) {
          kept++;
          deepStrictEqual(read, right);
        } else if (right !== null) statements.learn(payload, right);
      }
    }),
    SERIES,
  );
  ok(kept > SERIES.numRuns / 4, `${kept} statements were read by what was kept`);
});

function decoded(layout: Layout, payload: Uint8Array): Envelopes["request"] | null {
  try {
    return decode("request", layout, payload).envelope;
  } catch {
    return null;
  }
}
