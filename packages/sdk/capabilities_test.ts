import { deepStrictEqual } from "node:assert/strict";
import { driverCapabilities, generatedStatements, schemaFeatures, sessionCapabilities } from "./capabilities.ts";
import { field } from "./field.ts";
import { bitsOf } from "./flags.ts";
import { form } from "./form.ts";
import type { Session } from "./methods/session.ts";

/** A session with every method. */
const EVERYTHING = new Proxy({}, { get: () => () => {} }) as Session;

Deno.test("sessionCapabilities() follows from the session's methods", () => {
  deepStrictEqual(sessionCapabilities({}), []);
  deepStrictEqual(sessionCapabilities({ kvDeleteKey: () => true, kvScanKeys: () => ({ entries: [] }) }), [
    "KV_SCAN",
    "KV_DELETE",
  ]);
  deepStrictEqual(sessionCapabilities({ browseTable: () => ({}) }), ["PAGINATION", "SORTING", "FILTERING"]);
});

Deno.test("sessionCapabilities() finds the methods of a class", () => {
  class Own implements Session {
    insertRow() {
      return { affectedRows: 1 };
    }
  }
  deepStrictEqual(sessionCapabilities(new Own()), ["INSERT"]);
});

Deno.test("every flag that a method gives exists", () => {
  const bits = [0, 9, 10, 11, 14, 18, 19, 20, 22, 23, 24, 25, 26, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 41, 42];
  const expected = bits.reduce((all, bit) => all | 1n << BigInt(bit), 0n);
  deepStrictEqual(bitsOf("DriverCapabilities", sessionCapabilities(EVERYTHING)), expected);
  deepStrictEqual(bitsOf("SchemaFeatures", schemaFeatures(EVERYTHING)), 0b1001n);
});

Deno.test("driverCapabilities() follows from the form and from what the database can do", () => {
  const always = ["QUERY_CANCELLATION", "QUERY_TIMEOUT"];
  const host = field.text("Host");
  deepStrictEqual(driverCapabilities(form({ host }).definition, {}), always);
  for (const secret of [field.password("Key"), field.writeOnly("Key"), field.authProfile("Profile")]) {
    deepStrictEqual(driverCapabilities(form({ host, secret }).definition, {}), [...always, "AUTHENTICATION"]);
  }
  const transactions = {
    supportsTransactions: true,
    supportedIsolationLevels: [],
    supportsSavepoints: false,
    supportsNestedTransactions: false,
    supportsReadOnly: false,
    supportsDeferrable: false,
  };
  deepStrictEqual(driverCapabilities(form({ host }).definition, { transactions }), [...always, "TRANSACTIONS"]);
});

Deno.test("generatedStatements() follows from a list of generators, by their ids", () => {
  const generator = (id: string) => ({ id, label: id, scope: "Table" as const, order: 0, destructive: false });
  const codeGenerators = ["drop_table", "select", "truncate_table"].map(generator);
  deepStrictEqual(generatedStatements({ codeGenerators }), ["SELECT", "DROP_TABLE"]);
  deepStrictEqual(generatedStatements({ codeGenerators: () => codeGenerators }), []);
  deepStrictEqual(generatedStatements({}), []);
});
