import { deepEqual, equal } from "node:assert/strict";
import { areSameBytes, isSameSecret } from "./same_secret.ts";

Deno.test("isSameSecret() takes the whole secret and nothing else", () => {
  for (
    const [expected, given, same] of [
      ["secret", "secret", true],
      ["secret", "secreT", false],
      ["secret", "secre", false],
      ["secret", "secretsecret", false],
      ["secret", "", false],
      ["secret", null, false],
      ["secret", undefined, false],
      ["", "", true],
      ["", "a", false],
      ["é", "é", true],
      ["é", "e\u0301", false],
    ] as const
  ) equal(isSameSecret(expected, given), same, `${expected} ${given}`);
});

/** Bytes that note each place which is read of them. */
function watched(bytes: readonly number[], name: string, reads: string[]): Uint8Array {
  return new Proxy(Uint8Array.from(bytes), {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads.push(`${name}${key}`);
      return Reflect.get(target, key, target);
    },
  });
}

/** The places that a comparison reads, in their order. */
function readsOf(want: readonly number[], have: readonly number[]): string[] {
  const reads: string[] = [];
  equal(areSameBytes(watched(want, "want ", reads), watched(have, "have ", reads)), String(want) === String(have));
  return reads;
}

Deno.test("areSameBytes() reads every byte of both, in the same order, wherever they differ first", () => {
  const want = [...new TextEncoder().encode("5f0c9a77d1")], all = readsOf(want, want);
  deepEqual(new Set(all), new Set(want.flatMap((_, i) => [`want ${i}`, `have ${i}`])));
  for (const at of want.keys()) {
    deepEqual(readsOf(want, want.with(at, 0)), all, `another byte ${at}`);
    deepEqual(readsOf(want, want.map((byte, i) => i < at ? byte : 0)), all, `other bytes from ${at}`);
  }
  // What is given decides how much is read, and not what is expected: its length is not learnt.
  for (const length of [1, 3, 9, 11, 40]) {
    const given = Array<number>(length).fill(0), reads = readsOf(want, given);
    deepEqual([reads.length, new Set(reads).has(`have ${length - 1}`)], [2 * length, true]);
  }
});
