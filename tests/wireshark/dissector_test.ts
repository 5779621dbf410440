import { ok } from "node:assert/strict";
import { dissectorLua } from "../../packages/testing/recording/wireshark/dissector.ts";
import { DISSECTOR } from "./generate.ts";

Deno.test("tests/wireshark/fluxwire.lua matches the tables; otherwise run deno task wireshark:generate", async () => {
  ok(await Deno.readTextFile(DISSECTOR) === dissectorLua(), "Stale dissector: run deno task wireshark:generate");
});
