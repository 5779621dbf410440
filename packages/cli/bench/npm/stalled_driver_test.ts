import { deepEqual, equal, ok } from "node:assert/strict";
import { freshSocket, RunningDriver } from "../../../../tests/e2e/running_driver.ts";
import { RunningProbe } from "../../../../tests/e2e/running_probe.ts";
import { answer, ScriptedSocket } from "../../../../tests/e2e/scripted_socket.ts";
import { schemaOf, violations } from "../../../../tests/schemas/schema.ts";
import { bench, MOCK, mock, PONG, scripted } from "./testing/bench.ts";

/** How long something that must happen may take, in milliseconds. */
const HANG_MS = 20_000;

Deno.test("probe bench counts calls without an answer, and those that could not be sent", async () => {
  const { code, json } = await bench(
    "--rate",
    "200",
    "--warm-up",
    "0",
    "--duration",
    "500",
    ...mock("--fault", "hang:20"),
  );
  equal(code, 0);
  const [{ calls, times }] = json.measurements;
  deepEqual([calls.unanswered, calls.sent + calls.unsent], [32, 100]);
  equal(calls.answered + calls.unanswered, calls.sent);
  ok(times.corrected.p50 > 4_000 && times.corrected.p90 > times.uncorrected.p50, JSON.stringify(times));
});

Deno.test("probe bench --timeout ends it against a silent driver", async () => {
  await using silent = await ScriptedSocket.open(() => "silence");
  const { code, json } = await bench("--socket", silent.socket, "--timeout", "1000");
  deepEqual([code, json.error.code], [7, "Timeout"]);
  await using later = await scripted((request, layout) =>
    later.requests.length < 20 ? answer(request, layout, PONG) : "silence"
  );
  const hung = await bench("--socket", later.socket, "--timeout", "1000");
  deepEqual([hung.code, hung.json.error.code], [7, "Timeout"]);
});

Deno.test("probe bench shows what was measured so far when it is interrupted", async () => {
  const started = Promise.withResolvers<void>();
  await using driver = await scripted((request, layout) => {
    if (driver.requests.length > 200) started.resolve();
    return answer(request, layout, PONG);
  });
  await using running = new RunningProbe(["bench", "--socket", driver.socket, "--duration", "60000", "--warm-up", "1"]);
  await started.promise;
  const { code, stderr } = await running.end("SIGINT");
  deepEqual([code, stderr], [130, ""]);
  const [json, ...others] = running.lines.all;
  deepEqual(others, []);
  deepEqual(violations(json, await schemaOf("bench")), []);
  equal(json!.interrupted, true);
  const [{ calls, elapsedMs }] = json!.measurements;
  ok(calls.answered > 50 && elapsedMs < 30_000);
});

Deno.test({
  name: "probe bench leaves nothing behind when it is killed",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const socket = freshSocket();
    await using running = new RunningProbe(["bench", "--duration", "60000", ...mock("--socket", socket)]);
    await untilSockets(socket, (count) => count > 1);
    await running.end("SIGKILL");
    await untilSockets(socket, (count) => count === 0);
  },
});

Deno.test({
  name: "probe bench measures the delay that a driver's stall of 2 s causes its callers",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const stats = `${folder}/stats.json`;
    const args = ["--scenario", "full", "--stats", stats];
    await using measuring = new RunningDriver({ module: MOCK, permissions: ["-A"], args });
    await measuring.line(/listening on socket/);
    const socketArgs = ["--socket", measuring.socket, "--rate", "1000", "--duration", "10000", "--warm-up", "0"];
    const measured = bench(...socketArgs);
    await untilSockets(measuring.socket, (count) => count > 1);
    // The duration of the run and that of the stall are what is tested here.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    measuring.kill("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    measuring.kill("SIGCONT");
    const { code, json } = await measured;
    equal(code, 0);
    measuring.kill("SIGTERM");
    await measuring.ended();

    const [{ calls, times: { corrected, uncorrected } }] = json.measurements;
    deepEqual([calls.sent, calls.answered], [10_000, 10_000]);
    ok(corrected.p99 >= 1_500, `corrected p99 ${corrected.p99} ms`);
    ok(uncorrected.p99 < 1_000, `uncorrected p99 ${uncorrected.p99} ms`);
    ok(uncorrected.max >= 1_900, `uncorrected max ${uncorrected.max} ms`);
    const { requests, answers } = JSON.parse(await Deno.readTextFile(stats));
    equal(requests.Ping, calls.trial + calls.sent);
    equal(answers.Pong, calls.trial + calls.answered);
    await Deno.remove(folder, { recursive: true });
  },
});

/** Waits until so many ends of sockets have a name: the listener's, and one for each connection. */
async function untilSockets(name: string, isEnough: (count: number) => boolean): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const count = (await Deno.readTextFile("/proc/net/unix")).split("\n").filter((line) => line.includes(name)).length;
    if (isEnough(count)) return;
    if (performance.now() > deadline) throw new Error(`${count} sockets are named ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
