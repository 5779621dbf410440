import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { bodiesOf } from "../generate/message_of.ts";
import { sentOf } from "./expected.ts";
import { payloadOf } from "./payload.ts";
import { type Sequence, sequenceOf } from "./sequence.ts";

const VERSION = { major: 1, minor: 2 };

function sequences(seed: number, runs: number, layout: Sequence["layout"] = "0.7.1"): Sequence[] {
  return Array.from({ length: runs }, (_, run) => sequenceOf({ seed, run, layout, version: VERSION }));
}

Deno.test("sequenceOf() gives equal sequences for equal seeds and numbers, and different ones otherwise", () => {
  deepStrictEqual(sequences(9, 30), sequences(9, 30));
  notDeepStrictEqual(sequences(9, 30), sequences(10, 30));
  const [first, second] = sequences(9, 2);
  notDeepStrictEqual(first, second);
});

Deno.test("sequenceOf() has every kind of request, broken and whole, and nothing after one that ends it", () => {
  for (const layout of LAYOUTS) {
    const steps = sequences(1, 150, layout).flatMap(({ steps }) => steps);
    const names = new Set<string>(steps.map(({ request }) => request.body.type));
    deepStrictEqual(bodiesOf("request", layout).filter((name) => !names.has(name)), []);
    ok(steps.some(({ splices }) => splices.length > 0));
    ok(steps.some(({ isPipelined }) => isPipelined));
  }
  const all = sequences(1, 300);
  deepStrictEqual([...new Set(all.map(({ opening }) => opening))].sort(), ["hello", "none", "session"]);
  ok(all.some(({ steps }) => steps.some(({ announced }) => announced !== null)));
  for (const { steps } of all) {
    const end = steps.findIndex(({ request, announced }) => announced !== null || request.body.type === "Hello");
    ok(end === -1 || end === steps.length - 1);
    ok(!steps.at(-1)!.isPipelined);
  }
});

Deno.test("sequenceOf() makes whole requests that are messages in their layout", () => {
  let count = 0;
  for (const { steps } of sequences(2, 100)) {
    for (const { request, splices } of steps) {
      const payload = payloadOf(request, "0.7.1");
      ok(payload !== null);
      if (splices.length > 0 || request.protocolVersion.minor === 0) continue;
      ok(sentOf(payload, "0.7.1").isValid, request.body.type);
      count++;
    }
  }
  ok(count > 100, String(count));
});
