import { deepEqual, equal, match, ok } from "node:assert/strict";
import { probe } from "../../../../tests/e2e/run_probe.ts";
import { answer, HELLO } from "../../../../tests/e2e/scripted_socket.ts";
import { bench, BRIEFLY, type Document, mock, PONG, scripted } from "./testing/bench.ts";

Deno.test("probe bench measures pings of the mock driver, one after the other", async () => {
  const { code, json } = await bench(...BRIEFLY);
  equal(code, 0);
  const { measurements: [one, ...others], ...run } = json;
  deepEqual(run, {
    ok: true,
    interrupted: false,
    loop: "closed",
    wantedRate: null,
    connections: 1,
    pipeline: 1,
    durationMs: 300,
    warmUpMs: 100,
  });
  deepEqual([others, one.name, one.query, one.layout], [[], "ping", null, "0.7.1"]);
  const { sent, answered, unanswered, unsent, errors } = one.calls;
  ok(sent > 10 && sent === answered, `${sent}`);
  deepEqual([unanswered, unsent, errors], [0, 0, {}]);
  const { corrected, uncorrected, expectedIntervalMs } = one.times;
  ok(expectedIntervalMs > 0 && uncorrected.p50 > 0 && corrected.p99 >= uncorrected.p50);
  ok(uncorrected.p50 <= uncorrected.p90 && uncorrected["p99.9"] <= uncorrected.max);
});

Deno.test("probe bench shows people a table, and nothing on stderr", async () => {
  const { code, stdout, stderr } = await probe(["bench", ...BRIEFLY, "--fail-if", "errors>0"]);
  deepEqual([code, stderr], [0, ""]);
  match(stdout, /^ping: (\d+) of \1 calls answered in 0\.\d s, \d+ bytes to, \d+ fro\n/);
  match(
    stdout,
    /^ +p50 +p90 +p99 +p99\.9 +max +a second\n +corrected( +[\d.]+ ms){5} +\d+\n +uncorrected( +[\d.]+ ms){5}$/m,
  );
  match(stdout, /^ {2}ok {2}errors>0: is 0$/m);
});

Deno.test("probe bench counts as the driver does, over connections, queries and payloads", async () => {
  const folder = await Deno.makeTempDir();
  const stats = `${folder}/stats.json`;
  const args = [
    "--connections",
    "2",
    "--pipeline",
    "3",
    "--payload",
    "100",
    "--payload",
    "5000",
    "--query",
    "SELECT 1",
  ];
  const { code, json } = await bench(...args, ...BRIEFLY, "--layout", "0.5", ...mock("--stats", stats));
  equal(code, 0);
  const { measurements }: { measurements: Document[] } = json;
  deepEqual(measurements.map(({ name, layout }) => [name, layout]), [
    ["SELECT 1", "0.5"],
    ["payload 100", "0.5"],
    ["payload 5000", "0.5"],
  ]);
  const [, small, large] = measurements.map(({ bytes }) => bytes.answer);
  ok(Math.abs(large - small - 4_900) < 8, `${small} ${large}`);
  const calls = measurements.map(({ calls: { trial, warmUp, sent } }) => trial + warmUp + sent);
  const counted = JSON.parse(await Deno.readTextFile(stats));
  equal(counted.requests.Execute, calls.reduce((sum, count) => sum + count, 0));
  deepEqual([counted.requests.OpenSession, counted.requests.CloseSession], [9, 9]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("probe bench --rate sends that many calls a second, and times them from when they were due", async () => {
  const { code, json } = await bench("--rate", "200", "--duration", "500", "--warm-up", "0");
  equal(code, 0);
  deepEqual([json.loop, json.wantedRate, json.pipeline], ["open", 200, 32]);
  const [{ calls, times }] = json.measurements;
  deepEqual([calls.sent, calls.answered, calls.warmUp], [100, 100, 0]);
  equal(times.expectedIntervalMs, null);
  ok(times.corrected.p50 >= times.uncorrected.p50);
});

Deno.test("probe bench --floor shows a raw echo and ratios to it", async () => {
  const { code, json } = await bench("--floor", "--payload", "1000", ...BRIEFLY);
  equal(code, 0);
  const [{ floor, times, rate }] = json.measurements;
  ok(floor.rate > 0 && floor.times.corrected.p50 > 0);
  equal(floor.ratios.p50, Math.round(times.corrected.p50 / floor.times.corrected.p50 * 1_000) / 1_000);
  equal(floor.ratios.rate, Math.round(rate / floor.rate * 1_000) / 1_000);
  match((await probe(["bench", "--floor", ...BRIEFLY])).stdout, /^ {2}to raw echo( +[\d.]+x){6}$/m);
});

Deno.test("probe bench --compare shows ratios to a saved run, for the calls that both have", async () => {
  const saved = await Deno.makeTempFile();
  const first = await bench(...BRIEFLY);
  await Deno.writeTextFile(saved, JSON.stringify(first.json));
  const { code, json } = await bench("--compare", saved, ...BRIEFLY);
  equal(code, 0);
  const [now, then] = [json.measurements[0], first.json.measurements[0]];
  equal(now.comparison.p99, Math.round(now.times.corrected.p99 / then.times.corrected.p99 * 1_000) / 1_000);
  equal(now.comparison.rate, Math.round(now.rate / then.rate * 1_000) / 1_000);
  const other = await bench("--compare", saved, "--query", "SELECT 1", ...BRIEFLY);
  equal(other.json.measurements[0].comparison, null);
  await Deno.remove(saved);
});

Deno.test("probe bench exits with 8 if a condition of --fail-if holds, and shows all of them", async () => {
  const conditions = ["p50>1us", "max<3600s", "errors>0", "rate<1"].flatMap((
    text,
  ) => ["--fail-if", text]);
  const { code, json } = await bench(...conditions, ...BRIEFLY);
  equal(code, 8);
  equal(json.ok, false);
  const verdicts = json.measurements[0].conditions.map(({ condition, failed }: Document) => [condition, failed]);
  deepEqual(verdicts, [["p50>1us", true], ["max<3600s", true], ["errors>0", false], ["rate<1", false]]);
  const human = await probe(["bench", "--fail-if", "p99>1us", ...BRIEFLY]);
  equal(human.code, 8);
  match(human.stdout, /^ {2}FAIL {2}p99>1us: is [\d.]+$/m);
});

Deno.test("probe bench pings within a session if the driver requires one, and counts its errors", async () => {
  let pings = 0;
  await using driver = await scripted((request, layout) => {
    const { body, sessionId } = request;
    if (body.type === "CloseSession") return answer(request, layout, { type: "SessionClosed" });
    const error = { type: "Error", message: "No", retriable: false } as const;
    if (body.type === "Ping" && sessionId === null) {
      return answer(request, layout, { ...error, code: "SessionNotFound" });
    }
    if (body.type === "Ping") return answer(request, layout, ++pings % 2 === 0 ? { ...error, code: "Timeout" } : PONG);
    ok(HELLO.type === "Hello");
    return answer(request, layout, {
      type: "SessionOpened",
      sessionId: "00112233-4455-6677-8899-aabbccddeeff",
      kind: "SQLite",
      metadata: HELLO.driverMetadata,
      schemaLoadingStrategy: "SingleDatabase",
      schemaFeatures: 0,
      codeGenCapabilities: 0,
    });
  });
  const { code, json } = await bench("--socket", driver.socket, "--rate", "100", "--fail-if", "errors>9", ...BRIEFLY);
  equal(code, 8);
  const [{ calls, conditions }] = json.measurements;
  deepEqual([calls.sent, calls.answered, calls.errors], [30, 15, { Timeout: 15 }]);
  equal(conditions[0].value, 15);
});

Deno.test("probe bench exits with 6 if the first call is answered with an error", async () => {
  const { code, json } = await bench("--query", "NONSENSE", ...BRIEFLY);
  equal(code, 6);
  equal(json.error.code, "Driver");
});

Deno.test("probe bench exits with 2 if the driver ends meanwhile", async () => {
  const { code, json } = await bench(...BRIEFLY, ...mock("--fault", "crash:50"));
  equal(code, 2);
  equal(json.error.code, "ConnectionClosed");
  match(json.error.message, /its process ended with exit code 134/);
});
