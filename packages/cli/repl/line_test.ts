import { deepEqual, throws } from "node:assert/strict";
import { readLine } from "./line.ts";

Deno.test("readLine() knows the names that psql has for its commands", () => {
  for (const name of ["\\d", "\\dt", "\\d+", "\\dt+"]) {
    deepEqual(readLine(`${name} stars`), { kind: "describe", table: "stars" });
  }
  deepEqual(readLine("\\l"), { kind: "call", body: { type: "ListDatabases" } });
  deepEqual(readLine("\\q"), { kind: "quit" });
});

Deno.test("readLine() turns settings on, off, or into what they were not", () => {
  for (const [name, kind] of [["\\x", "vertical"], ["\\timing", "timing"]] as const) {
    deepEqual(readLine(name), { kind, isOn: null });
    deepEqual(readLine(`${name} on`), { kind, isOn: true });
    deepEqual(readLine(`${name} off`), { kind, isOn: false });
    throws(() => readLine(`${name} auto`), {
      name: "UsageError",
      message: `Cannot use ${name} auto: write ${name} on or off`,
    });
  }
});

Deno.test("readLine() takes a path as it is, or within quotes", () => {
  deepEqual(readLine("\\i a b.sql"), { kind: "include", path: "a b.sql" });
  deepEqual(readLine("\\i 'a b.sql'"), { kind: "include", path: "a b.sql" });
  deepEqual(readLine('\\o "a.csv"'), { kind: "output", path: "a.csv" });
  deepEqual(readLine("\\o it's.csv"), { kind: "output", path: "it's.csv" });
});
