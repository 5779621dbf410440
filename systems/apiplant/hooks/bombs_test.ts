/** Hooks that use up time and memory: the change is refused, and the server and its other hooks go on. */
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import type { Refusal } from "../commit/refusal.ts";
import { HookedCore } from "./testing/hooked_core.ts";

/** How one ends that takes time and memory: which of its limits comes first depends on the machine. */
const BOTH = /ran longer than|its heap was full/;

const BOMBS: readonly (readonly [name: string, body: string, reason: RegExp])[] = [
  ["loops", "while (true);", /ran longer than/],
  ["loops in promises", "for (;;) await null;", /ran longer than/],
  ["never ends", "await new Promise(() => {});", /ran longer than/],
  ["matches a slow pattern", "/^(a+)+$/.test('a'.repeat(40) + 'b');", /ran longer than/],
  ["sorts without end", "for (;;) 'ab'.repeat(200000).split('').sort().join('');", BOTH],
  ["asks and never stops", "for (;;) { try { await ctx.get('m', 'i'); } catch {} }", /ran longer than/],
  ["logs and never stops", "for (;;) ctx.log('x'.repeat(8000));", BOTH],
  ["prints and never stops", "for (;;) console.log('x'.repeat(8000));", BOTH],
  ["calls itself without end", "const f = () => f() + 1; f();", /RangeError: Maximum call stack/],
];

for (const [name, body, reason] of BOMBS) {
  Deno.test(`a hook that ${name} is ended`, async () => {
    await using server = await HookedCore.start();
    await server.set("preCreate", `if (ctx.after.n) { ${body} }`, { timeout: 1_500 });
    deepEqual((await server.create({})).data, {});
    await rejects(server.create({ n: 1 }), (error: Refusal) => {
      match(error.message, reason);
      return true;
    });
    deepEqual((await server.create({})).data, {});
    equal((await server.all("item")).length, 2);
  });
}

Deno.test("a hook that throws what it asked too often gets a clear error", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "for (let i = 0; i < 101; i++) await ctx.get('note', 'n');");
  await rejects(server.create(), /NotAllowed: A call of a hook may ask 100 times/);
});

Deno.test("a hook whose questions are too large gets a clear error", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "await ctx.get('note', 'n'.repeat(1 << 20));");
  await rejects(server.create(), /NotAllowed: The questions of a call may have 1 MiB together/);
});

Deno.test("a hook that returns too much is refused", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "return { text: 'x'.repeat(2 << 20) };");
  await rejects(server.create(), /RangeError: A message of \d+ bytes exceeds 1572864/);
});

Deno.test("a hook that returns more bytes than payload-max is refused, and its process goes on", async () => {
  await using server = await HookedCore.start({ maxPayloadBytes: 100 });
  await server.set("preCreate", 'return { text: "\u00e9".repeat(ctx.after.characters) };');
  // {"text":""} is 11 bytes, each letter two.
  await server.create({ characters: 44 });
  const [pid] = server.hooks.pids;
  await rejects(server.create({ characters: 45 }), /hook preCreate of item returned data with more than 100 bytes/);
  deepEqual(server.hooks.pids, [pid]);
});

Deno.test("a hook that returns data of too many levels is refused, and its process goes on", async () => {
  await using server = await HookedCore.start();
  await server.set(
    "preCreate",
    "let data = {}; for (let at = 1; at < ctx.after.levels; at++) data = { data }; return data;",
  );
  await server.create({ levels: 64 });
  const [pid] = server.hooks.pids;
  await rejects(server.create({ levels: 65 }), /hook preCreate of item returned data with more than 64 levels/);
  deepEqual(server.hooks.pids, [pid]);
});

Deno.test("what a hook prints and logs goes to the log, 64 KiB of it, without control characters", async () => {
  await using server = await HookedCore.start();
  await server.set("preCreate", "console.log('a\\x1b[1m\\nforged'); ctx.log('b\\nforged');");
  await server.create();
  await server.seen({ lines: 3 });
  deepEqual(server.lines.toSorted(), ["a\\u001b[1m", "b\\u000aforged", "forged"]);
  await server.set("preUpdate", "for (let at = 0; at < 200; at++) console.log('x'.repeat(999));");
  const { id } = await server.create();
  await server.write({ op: "update", model: "item", id, data: {} });
  await server.stop();
  const long = server.lines.filter((line) => line.startsWith("x"));
  equal(long.length, Math.ceil((64 << 10) / 1000));
});
