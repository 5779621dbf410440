import { deepStrictEqual, ok } from "node:assert/strict";
import { connect, launch } from "@fluxwire/host";

const README = await Deno.readTextFile(new URL("./README.md", import.meta.url));

Deno.test({
  name: "the command of drivers/sqlite/README.md opens a database, also where deno is a symbolic link",
  ignore: Deno.build.os === "windows",
  async fn() {
    const command = /^ {4}deno run [^]*?(?=\n\n)/m.exec(README)?.[0];
    ok(command !== undefined, "the README has no command");
    await using stack = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir();
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    await Deno.symlink(Deno.execPath(), `${folder}/deno`);
    const socketId = `fluxwire-test-${crypto.randomUUID()}`;
    const own = command.replaceAll(/\/(?:data|state)\b/g, `${folder}$&`)
      .replace("jsr:@fluxwire/driver-sqlite/main", new URL("./main.ts", import.meta.url).pathname)
      .replace("--socket sqlite", `--socket ${socketId}`);
    const script = `PATH=${folder}:$PATH; exec ${own.trim()}`;
    await Deno.mkdir(`${folder}/data`);
    await using driver = await launch({ command: "sh", args: ["-c", script, "sh", "--socket", socketId], socketId });
    await using client = await connect(socketId, { token: driver.token });
    const session = await client.open({ path: `${folder}/data/a.db` });
    deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [[1n]]);
    deepStrictEqual(Array.from(Deno.readDirSync(`${folder}/state`), ({ name }) => name), ["fluxwire-sqlite"]);
  },
});
