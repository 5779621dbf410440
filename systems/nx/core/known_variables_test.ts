import { equal } from "node:assert/strict";
import { KnownVariables } from "./known_variables.ts";

Deno.test("KnownVariables keeps 8 MiB of JSON: what was not used for longest goes first", () => {
  const known = new KnownVariables(), large = "x".repeat(1 << 20);
  const of = (revision: string) => ({ revision, data: new Map([["value", large]]) });
  for (let at = 0; at < 7; at++) known.set(`${at}`, of("1"));
  equal(known.get("0")?.revision, "1");
  known.set("7", of("1"));
  equal(known.get("1"), null);
  equal(known.get("0")?.revision, "1");
  equal(known.size, 7);
  for (let round = 0; round < 20; round++) known.set("0", of(`${round}`));
  equal(known.size, 7);
  known.forget("0");
  equal(known.get("0"), null);
});
