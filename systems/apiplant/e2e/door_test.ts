import { equal, match } from "node:assert/strict";
import { TextLineStream } from "../../../tests/e2e/text_line_stream.ts";

const FLUXWIRE = new URL("../../../packages/cli/main.ts", import.meta.url).pathname;
const PERMISSIONS = ["--allow-net", "--allow-run", "--allow-env", "--allow-read", "--allow-write"];
const CONFIG = '[server]\nmount-address = "127.0.0.1:0"\n[drivers]\nevent = "file"\n';

/** Starts `fluxwire apiplant` with a new configuration; the folder goes at the end. */
async function start(config: string, ...args: string[]) {
  const stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await Deno.writeTextFile(`${folder}/config.toml`, config);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...PERMISSIONS, FLUXWIRE, "apiplant", ...args],
    cwd: folder,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream()).values();
  return { child, lines, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** A server behind the door, once it listens. */
async function listening() {
  const server = await start(CONFIG);
  const { value } = await server.lines.next();
  match(value!, /^listening on http:/);
  return server;
}

Deno.test("fluxwire apiplant passes on arguments, output and the exit code", async () => {
  await using checked = await start(CONFIG, "--check");
  match((await Array.fromAsync(checked.lines)).join("\n"), /127\.0\.0\.1:0/);
  equal((await checked.child.status).code, 0);
  await using wrong = await start("[server\n");
  equal((await wrong.child.status).code, 1);
  await wrong.lines.return?.();
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`fluxwire apiplant passes on ${signal}, which stops the server with exit code 0`, async () => {
    await using server = await listening();
    server.child.kill(signal);
    equal((await server.child.status).code, 0);
    equal((await Array.fromAsync(server.lines)).join(), "");
  });
}

Deno.test("the server of fluxwire apiplant ends when its parent is killed", async () => {
  await using server = await listening();
  server.child.kill("SIGKILL");
  // The server has inherited this pipe: it is at its end once the server has ended.
  equal((await Array.fromAsync(server.lines)).join(), "");
  equal((await server.child.status).signal, "SIGKILL");
});
