import { deepEqual, equal, match, ok } from "node:assert/strict";
import { schemaOf, violations } from "../schemas/schema.ts";
import { freshSocket, pathOf, RunningDriver } from "./running_driver.ts";
import { probe, PROBE_COMMAND, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";
import { TextLineStream } from "./text_line_stream.ts";

// deno-lint-ignore no-explicit-any
type Sight = any;

function sights(stdout: string): Sight[] {
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("probe watch prints a line for each ping, and ends after --count", async () => {
  const { code, stdout, stderr } = await probe(["watch", "--json", "--interval", "20", "--count", "3"]);
  equal(code, 0);
  equal(stderr, "");
  const schema = await schemaOf("watch");
  const lines = sights(stdout);
  for (const line of lines) deepEqual(violations(line, schema), []);
  deepEqual(lines.map(({ n, ok, connected, layout }) => [n, ok, connected, layout]), [
    [1, true, true, "0.7.1"],
    [2, true, false, "0.7.1"],
    [3, true, false, "0.7.1"],
  ]);
  ok(Date.parse(lines[2].at) - Date.parse(lines[0].at) >= 35, stdout);
  const human = await probe(["watch", "--interval", "1", "--count", "2"]);
  equal(human.code, 0);
  match(human.stdout, /^\S+ {2}pong in \d+\.\d ms, on a new connection\n\S+ {2}pong in \d+\.\d ms\n$/);
});

Deno.test("probe watch has the exit code of its last ping", async () => {
  const { code, stdout } = await probe(["watch", "--json", "--count", "1", "--socket", freshSocket()]);
  equal(code, 2);
  const [line] = sights(stdout);
  deepEqual(violations(line, await schemaOf("watch")), []);
  deepEqual([line.ok, line.ms, line.layout, line.error.code], [false, null, null, "SocketUnreachable"]);
  const none = await probeJson(["watch", "--count", "0"]);
  deepEqual([none.code, none.json.error.message], [1, "Cannot use --count 0: give a number from 1"]);
});

Deno.test("probe watch gives up a ping after --ping-timeout, and opens a new connection for the next one", async () => {
  let pings = 0;
  await using driver = await ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    return ++pings === 1 ? "silence" : answer(request, layout, { type: "Pong" });
  });
  const args = ["--interval", "10", "--count", "2", "--ping-timeout", "2000", "--socket", driver.socket];
  const { code, stdout } = await probe(["watch", "--json", ...args]);
  equal(code, 0, stdout);
  deepEqual(sights(stdout).map(({ connected, error }) => [connected, error?.code]), [
    [true, "Timeout"],
    [true, undefined],
  ]);
});

Deno.test("probe watch survives the end of a driver and finds the next one; SIGINT ends it", async () => {
  const socket = freshSocket();
  const module = pathOf("packages/mock-driver/main.ts");
  const start = () =>
    new RunningDriver({ module, socket, permissions: ["--allow-net", "--allow-env=FLUXWIRE_LIFELINE"] });
  const watch = new Deno.Command(Deno.execPath(), {
    args: [...PROBE_COMMAND, "watch", "--json", "--interval", "50", "--socket", socket],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = watch.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream()).getReader();
  const until = async (isMeant: (sight: Sight) => boolean) => {
    for (;;) {
      const { value, done } = await lines.read();
      ok(!done, "the watch has ended");
      const sight = JSON.parse(value);
      if (isMeant(sight)) return sight;
    }
  };
  await until(({ error }) => error?.code === "SocketUnreachable");
  {
    await using _first = start();
    equal((await until(({ ok }) => ok)).connected, true);
    equal((await until(({ ok }) => ok)).connected, false);
  }
  await until(({ ok }) => !ok);
  await using _second = start();
  equal((await until(({ ok }) => ok)).connected, true);
  watch.kill("SIGINT");
  while (!(await lines.read()).done);
  equal((await watch.status).code, 130);
});
