import { deepEqual, throws } from "node:assert/strict";
import { UsageError } from "@fluxwire/command";
import { releaseFindings, releaseOf } from "./release.ts";

Deno.test("releaseOf() knows the layout of every release, also of those to come", () => {
  const cases: [string, string, boolean][] = [
    ["0.4.7", "0.4", true],
    ["0.5.6", "0.5", true],
    ["0.6.0", "0.6", true],
    ["0.7.0", "0.7.0", true],
    ["0.7.7", "0.7.1", true],
    ["0.8.0-dev.0", "0.8", true],
    ["0.9.1", "0.8", false],
    ["1.0.0", "0.8", false],
  ];
  for (const [text, layout, known] of cases) deepEqual(releaseOf(text), { text, layout, known });
  throws(() => releaseOf("newest"), UsageError);
});

Deno.test("releaseFindings() tells what releases do with drivers of other processes", () => {
  const ids = (text: string) => releaseFindings(releaseOf(text)).map(({ id, severity }) => `${severity} ${id}`);
  deepEqual(ids("0.4.7"), ["ok release", "error release-forgets-drivers"]);
  deepEqual(ids("0.5.0-dev.0"), ["ok release", "error release-forgets-drivers"]);
  deepEqual(ids("0.5.0"), ["ok release", "note release-forgets-profiles"]);
  deepEqual(ids("0.7.7"), ["ok release", "note release-forgets-profiles"]);
  deepEqual(ids("0.4.0-dev.11"), ["ok release", "note release-configuration"]);
  deepEqual(ids("0.9.0"), ["warning release", "note release-forgets-profiles"]);
});
