import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { HookedCore } from "./testing/hooked_core.ts";

const EMAIL = "ada@example.org";

/** A core whose model `person` has the hooks that a test needs. */
async function people(log: MemoryEventStorage, hooks: Readonly<Record<"postCreate" | "postUpdate", string>>) {
  const server = await HookedCore.start({ log });
  const fields = { nick: { type: "String" }, email: { type: "String", personal: true } } as const;
  await server.write({ op: "createModel", definition: { id: "person", fields, idKind: "any" } });
  for (const [hook, body] of Object.entries(hooks)) await server.set(hook as "postCreate", body, {}, "person");
  return server;
}

Deno.test("post hooks get personal data decrypted, before and after; what they log and throw is kept without it", async () => {
  const log = new MemoryEventStorage();
  await using server = await people(log, {
    postCreate:
      'ctx.log(`${ctx.after.nick} has ${ctx.after.email}`); throw new Error("no mail to " + ctx.after.email);',
    postUpdate: 'ctx.log(`was ${ctx.before.email}, is ${ctx.after.email}`); await ctx.create("note", ctx.before);',
  });
  await server.create({ nick: "ada", email: EMAIL }, "a", "person");
  await server.write({ op: "patch", model: "person", id: "a", data: { email: "new@example.org" } });
  await server.seen({ lines: 2, records: 1 });
  deepStrictEqual(server.lines, ["ada has ***", "was ***, is ***"]);
  deepStrictEqual(await server.all(), [{ nick: "ada", email: EMAIL }]);
  equal(server.records[0]!.message, "The hook postCreate of person failed: Error: no mail to ***");
  ok(!JSON.stringify(server.records).includes("example.org"));
  const { letters } = await server.hooks.dead.list();
  deepStrictEqual(letters.map(({ message }) => message), ["Error: no mail to ***"]);
});

Deno.test("a post hook that runs after an erasure gets null in place of what was erased", async () => {
  const log = new MemoryEventStorage();
  await using server = await people(log, {
    postCreate: "throw new Error('later');",
    postUpdate: "",
  });
  await server.create({ nick: "ada", email: EMAIL }, "a", "person");
  await server.write({ op: "erase", model: "person", id: "a" });
  await server.set("postCreate", 'await ctx.create("note", ctx.after);', {}, "person");
  const [letter] = (await server.hooks.dead.list()).letters;
  await server.hooks.dead.runAgain(letter!.event);
  deepStrictEqual(await server.all(), [{ nick: "ada", email: null }]);
});
