/** A server for the test that kills it: two hooks loop, and one runs a program. Prints the ids of the isolates. */
import { HookedCore } from "./hooked_core.ts";

const server = await HookedCore.start({ memoryBytes: 32 << 20, processes: 8 });
for (const hook of ["preUpdate", "postDelete"] as const) {
  await server.set(hook, "while (true);", { timeout: 600_000, detached: true });
}
for (const id of ["a", "b"]) await server.create({}, id);
await server.set("postCreate", "ctx.run('sleep', ['600'], '');", { timeout: 600_000, detached: true });
await server.create({}, "c");
void server.write({ op: "update", model: "item", id: "a", data: {} });
await server.write({ op: "delete", model: "item", id: "b" });
while (server.hooks.pids.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(JSON.stringify(server.hooks.pids));
