import { deepStrictEqual, ok } from "node:assert/strict";
import { Places } from "./places.ts";

Deno.test("Places finds the marks around an entry, in whatever order they were noted", () => {
  const places = new Places();
  deepStrictEqual(places.around(500), { before: { first: 1, message: 1 }, after: null });
  for (const [first, message] of [[90, 30], [10, 4], [50, 20], [10, 4]] as const) places.note({ first, message });
  deepStrictEqual(places.around(9), { before: { first: 1, message: 1 }, after: { first: 10, message: 4 } });
  deepStrictEqual(places.around(10), { before: { first: 10, message: 4 }, after: { first: 50, message: 20 } });
  deepStrictEqual(places.around(89), { before: { first: 50, message: 20 }, after: { first: 90, message: 30 } });
  deepStrictEqual(places.around(90), { before: { first: 90, message: 30 }, after: null });
});

Deno.test("Places keeps a bounded number of marks: the first one always, and more of the messages that were read last", () => {
  const places = new Places();
  for (let message = 2; message <= 100_000; message++) places.note({ first: message * 3, message });
  deepStrictEqual(places.around(2).before, { first: 1, message: 1 });
  const old = places.around(150_000), recent = places.around(299_998);
  const between = old.after!.message - old.before.message;
  ok(between > 1 && between <= 8_192, `${between}`);
  deepStrictEqual(recent.before, { first: 299_997, message: 99_999 });
});
