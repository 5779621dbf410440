import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { KeptStatements } from "./kept_statements.ts";

Deno.test("KeptStatements keeps each target's last 200 statements in a file of the user alone, each once", () => {
  const folder = Deno.makeTempDirSync(), path = `${folder}/state/history.ndjson`;
  try {
    const first = new KeptStatements(path);
    deepStrictEqual(first.of("a").newest, []);
    for (const statement of ["one", "two\nlines", "one"]) first.of("a").add(statement);
    first.of("b").add("x".repeat(100_001));
    deepStrictEqual([first.of("a").newest, first.of("b").newest], [["one", "two\nlines"], []]);
    if (Deno.build.os !== "windows") strictEqual(Deno.statSync(path).mode! & 0o777, 0o600);
    Deno.writeTextFileSync(path, '{"key":1}\nnot a line\n', { append: true });
    const second = new KeptStatements(path);
    deepStrictEqual(second.of("a").newest, ["one", "two\nlines"]);
    for (let count = 0; count < 300; count++) second.of("b").add(String(count));
    strictEqual(new KeptStatements(path).of("b").newest.length, 200);
    strictEqual(Deno.readTextFileSync(path).split("\n").length, 203);
    strictEqual(new KeptStatements(path).of("b").newest[0], "299");
    throws(() => new KeptStatements(folder), /^UsageError: Cannot keep the history: /);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
