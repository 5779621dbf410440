import { deepEqual, equal } from "node:assert/strict";
import { HookedCore } from "./testing/hooked_core.ts";
import { descendants, gone, isThere, programOf } from "./testing/processes.ts";

Deno.test({
  name: "a server that is killed leaves no process of a hook, and no file",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "killed" });
    const server = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", new URL("./testing/killed_server.ts", import.meta.url).href],
      env: { TMPDIR: folder },
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    try {
      const lines = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
      const isolates = JSON.parse((await lines.read()).value!) as number[];
      // The program of the hook may start a moment later.
      let all: number[] = [];
      while (!all.some((pid) => programOf(pid) === "sleep")) all = descendants(server.pid);
      deepEqual(isolates.filter((pid) => !all.includes(pid)), []);
      server.kill("SIGKILL");
      await server.status;
      await gone(all);
      await lines.cancel();
      deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "a server that stops leaves no process of a hook, and no file",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const before = new Set(descendants(Deno.pid));
    const temporary = Deno.env.get("TMPDIR"), folder = await Deno.makeTempDir({ prefix: "stopped" });
    Deno.env.set("TMPDIR", folder);
    try {
      const server = await HookedCore.start();
      await server.set("postCreate", "await ctx.run('cat', [], 'x'); while (ctx.after.loops);", { detached: true });
      await server.create({});
      await server.create({ loops: true });
      await server.stop(0);
      equal(descendants(Deno.pid).filter((pid) => !before.has(pid)).some(isThere), false);
      deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      if (temporary === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", temporary);
      await Deno.remove(folder, { recursive: true });
    }
  },
});
