import { ok, strictEqual } from "node:assert/strict";
import { compareVersions, isVersion } from "./semantic_version.ts";

Deno.test("compareVersions() has the order of semver.org", () => {
  const inOrder = [
    "0.9.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.2.0",
    "1.10.0",
    "2.0.0",
    "99999999999999999999.0.0",
  ];
  for (const [i, a] of inOrder.entries()) {
    for (const [j, b] of inOrder.entries()) {
      strictEqual(Math.sign(compareVersions(a, b)!), Math.sign(i - j), `${a} ${b}`);
    }
  }
  strictEqual(compareVersions("1.0.0+a", "1.0.0+b"), 0);
});

Deno.test("isVersion() refuses what is no semantic version", () => {
  for (const text of ["1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "", "1.2.3 "]) {
    ok(!isVersion(text), text);
    strictEqual(compareVersions(text, "1.0.0"), null);
  }
  for (const text of ["0.0.0", "1.2.3-rc.1+build.5", "1.0.0--"]) ok(isVersion(text), text);
});
