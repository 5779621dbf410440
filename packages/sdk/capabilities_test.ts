import { strictEqual } from "node:assert/strict";
import { baseCapabilities, schemaFeatures, sessionCapabilities } from "./capabilities.ts";
import type { Session } from "./methods/session.ts";

/** A session with every method there is. */
const EVERYTHING = new Proxy({}, { get: () => () => {} }) as Session;

Deno.test("sessionCapabilities() follows from the methods that are there", () => {
  strictEqual(sessionCapabilities({}), 0n);
  strictEqual(
    sessionCapabilities({ kvScanKeys: () => ({ entries: [] }), kvDeleteKey: () => true }),
    1n << 30n | 1n << 33n,
  );
  strictEqual(sessionCapabilities({ browseTable: () => ({}) }), 1n << 22n | 1n << 23n | 1n << 24n);
});

Deno.test("sessionCapabilities() finds the methods of a class", () => {
  class Own implements Session {
    insertRow() {
      return { affectedRows: 1 };
    }
  }
  strictEqual(sessionCapabilities(new Own()), 1n << 18n);
});

Deno.test("every flag that a method gives exists", () => {
  const bits = [0, 9, 10, 11, 14, 18, 19, 20, 22, 23, 24, 25, 26, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 41, 42];
  strictEqual(sessionCapabilities(EVERYTHING), bits.reduce((all, bit) => all | 1n << BigInt(bit), 0n));
  strictEqual(schemaFeatures(EVERYTHING), 0b1001);
});

Deno.test("baseCapabilities() asks for a login where the form has a secret", () => {
  strictEqual(baseCapabilities({ hasSecret: false }), 1n << 5n | 1n << 6n);
  strictEqual(baseCapabilities({ hasSecret: true }), 1n << 4n | 1n << 5n | 1n << 6n);
});
