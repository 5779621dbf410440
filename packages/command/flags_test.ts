import { equal } from "node:assert/strict";
import { wantsJson } from "./flags.ts";

Deno.test("wantsJson() sees --json anywhere but in the command", () => {
  equal(wantsJson(["--bogus", "ping", "--json"]), true);
  equal(wantsJson(["ping", "--", "x", "--json"]), false);
});
