/** A server that stops while a hook runs, as a program of its own; it prints the processes that are left. */
import { HookedCore } from "./hooked_core.ts";
import { descendants, isThere } from "./processes.ts";

const server = await HookedCore.start();
await server.set("postCreate", "await ctx.run('cat', [], 'x'); while (ctx.after.loops);", { detached: true });
await server.create({});
await server.create({ loops: true });
await server.stop(0);
console.log(JSON.stringify(descendants(Deno.pid).filter(isThere)));
