import { deepStrictEqual, ok } from "node:assert/strict";
import { filesOf, read } from "./tree.ts";

/** Whether a path of the table exists, as a file, a folder, or the end of either; `*` stands for any one name. */
function exists(path: string, files: readonly string[]): boolean {
  const pattern = RegExp.escape(path).replaceAll("\\*", "[^/]+");
  const whole = new RegExp(`^(.*/)?${pattern}${path.endsWith("/") ? "" : "$"}`);
  return files.some((file) => whole.test(file));
}

Deno.test("tests/README.md names tests that exist for every invariant", () => {
  const [, table] = read("tests/README.md").split("\n## Invariants, and the test that guards each\n");
  const rows = table!.split("\n").filter((line) => /^\| (?!invariant)/.test(line));
  ok(rows.length > 50);
  const files = filesOf(/./);
  const missing = rows.flatMap((row) => {
    const guards = [...row.split(" | ")[1]!.matchAll(/`([^`]+)`/g)].map(([, guard]) => guard!);
    ok(guards.length > 0, row);
    return guards.filter((guard) => !guard.startsWith("deno task ") && !exists(guard, files));
  });
  deepStrictEqual(missing, []);
});
