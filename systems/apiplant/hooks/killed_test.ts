import { deepEqual } from "node:assert/strict";
import { descendants, gone, programOf } from "./testing/processes.ts";

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
    const folder = await Deno.makeTempDir({ prefix: "stopped" });
    try {
      // A process of its own: those of other tests are no children of it.
      const { success, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", new URL("./testing/stopped_server.ts", import.meta.url).href],
        env: { TMPDIR: folder },
        stderr: "inherit",
      }).output();
      deepEqual([success, JSON.parse(new TextDecoder().decode(stdout))], [true, []]);
      deepEqual([...Deno.readDirSync(folder)], []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
