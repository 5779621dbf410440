import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { chooseFault, faultLines, FAULTS, listFaults } from "./table.ts";

Deno.test("the table has at least 30 faults, each with a name in kebab case and one sentence", () => {
  ok(Object.keys(FAULTS).length >= 30);
  for (const [name, { text }] of Object.entries(FAULTS)) {
    match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    match(text, /^[A-Z][^.]*\.$/, name);
  }
  strictEqual(listFaults().length, faultLines().length);
});

Deno.test("chooseFault() takes a name with or without its number", () => {
  const { name, n } = chooseFault("slow:0");
  deepStrictEqual([name, n], ["slow", 0]);
  strictEqual(chooseFault("slow").n, 1_000);
});

Deno.test("chooseFault() says what is wrong", () => {
  const refused = (text: string, message: string) => throws(() => chooseFault(text), { name: "FaultError", message });
  refused("", "Unknown fault: ; --list-faults names them");
  refused("toString", "Unknown fault: toString; --list-faults names them");
  refused("slow:x", "Cannot use fault slow:x: expected slow:N, N a whole number");
  refused("small-talk:1", "Cannot use fault small-talk:1: small-talk takes no number");
});
