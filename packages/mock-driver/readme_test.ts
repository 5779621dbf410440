import { strictEqual } from "node:assert/strict";
import { readme } from "./testing/readme.ts";

Deno.test("the README has the faults as they are declared", async () => {
  const { actual, expected } = await readme();
  strictEqual(actual, expected, "Write it with: deno run -A packages/mock-driver/testing/readme.ts");
});
