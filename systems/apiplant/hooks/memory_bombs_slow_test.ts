/** Hooks that use up memory, inside and outside of the engine's heap. */
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import type { Refusal } from "../commit/refusal.ts";
import { HookedCore } from "./testing/hooked_core.ts";

const BOMBS: readonly (readonly [name: string, body: string, reason: RegExp])[] = [
  [
    "fills the heap",
    "const all = []; for (;;) all.push({ n: all.length, text: String(all.length) });",
    /its heap was full/,
  ],
  [
    "fills memory beside the heap",
    "const all = []; for (;;) { all.push(new Uint8Array(8 << 20).fill(1)); await new Promise((go) => setTimeout(go, 5)); }",
    /more than memoryBytes \d+|needed more memory/,
  ],
  [
    "fills memory beside the heap and never waits",
    "const all = []; for (;;) all.push(new Uint8Array(1 << 20).fill(1));",
    /more than memoryBytes \d+|needed more memory|ended with signal|heap was full|RangeError/,
  ],
];

for (const [name, body, reason] of BOMBS) {
  Deno.test(`a hook that ${name} is ended`, async () => {
    await using server = await HookedCore.start({ memoryBytes: 64 << 20 });
    await server.set("preCreate", `if (ctx.after.n) { ${body} }`);
    await rejects(server.create({ n: 1 }), (error: Refusal) => {
      equal(error.code, "hook_failed");
      match(error.message, reason);
      return true;
    });
    deepEqual((await server.create({})).data, {});
    equal(server.lines.some((line) => /is not limited/.test(line)), false);
  });
}
