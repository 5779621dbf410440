import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { schemaOf, violations } from "../schemas/schema.ts";
import { DRIVER_PERMISSIONS, freshSocket, pathOf } from "./running_driver.ts";
import { PROBE_COMMAND, probeJson } from "./run_probe.ts";
import { TextLineStream } from "./text_line_stream.ts";

/** The full mock driver, with faults. */
function mock(...faults: string[]): string[] {
  const main = pathOf("packages/mock-driver/main.ts");
  const chosen = faults.flatMap((fault) => ["--fault", fault]);
  return ["--", Deno.execPath(), "run", "--no-prompt", ...DRIVER_PERMISSIONS, main, "--scenario", "full", ...chosen];
}

/** Runs `probe fuzz --json`, whose document must match its schema. */
// deno-lint-ignore no-explicit-any
async function fuzz(args: readonly string[]): Promise<{ code: number; json: any }> {
  const run = await probeJson(["fuzz", ...args]);
  deepEqual(violations(run.json, await schemaOf("fuzz")), []);
  return run;
}

Deno.test("probe fuzz finds nothing in the full mock driver, in every layout", async () => {
  const { code, json } = await fuzz(["--seed", "7", "--runs", "120", "--layout", "all"]);
  const { ms, requests, ...rest } = json;
  ok(ms > 0 && requests > 120, JSON.stringify(json));
  const layouts = ["0.8", "0.7.1", "0.7.0", "0.6", "0.5", "0.4"];
  deepEqual(rest, {
    seed: 7,
    layouts,
    runs: 120,
    restarts: 0,
    unconfirmed: 0,
    lost: null,
    ended: "runs",
    findings: [],
  });
  equal(code, 0);
});

Deno.test("probe fuzz finds nothing in the README's driver and in the reference mock driver", async () => {
  const example = ["run", "--no-prompt", ...DRIVER_PERMISSIONS, pathOf("examples/minimal/main.ts")];
  const reference = ["run", "--no-prompt", "--allow-net", pathOf("packages/mock-driver/main.ts")];
  for (const driver of [example, reference]) {
    const { code, json } = await fuzz([
      "--seed",
      "8",
      "--runs",
      "60",
      "--layout",
      "all",
      "--",
      Deno.execPath(),
      ...driver,
    ]);
    deepEqual(json.findings, []);
    equal(code, 0);
  }
});

Deno.test("probe fuzz finds nothing in the SQLite driver", async () => {
  const driver = ["--", Deno.execPath(), "run", "--no-prompt", "-A", pathOf("drivers/sqlite/main.ts")];
  const { code, json } = await fuzz(["--seed", "9", "--runs", "12", "--value", "path=:memory:", ...driver]);
  deepEqual(json.findings, []);
  equal(code, 0);
});

Deno.test("probe fuzz minimises and saves a planted defect, and replays it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const limits = ["--max-findings", "1", "--duration", "60", "--out", `${folder}/new/`];
    const { code, json } = await fuzz(["--seed", "1", ...limits, ...mock("planted-highest-id")]);
    equal(code, 8);
    equal(json.ended, "findings");
    const [{ id, message, method, file, ...finding }] = json.findings;
    deepEqual({ ...finding, run: 0 }, {
      oracle: "wrong-id",
      field: "requestId",
      requests: 1,
      layout: "0.7.1",
      run: 0,
      count: 1,
      reproduced: true,
      reproducer: null,
    });
    match(message, /^An answer has the id of no request: .*; triggered by requestId$/);
    equal(file, `${folder}/new/wrong-id-${id}.json`);
    const saved = JSON.parse(await Deno.readTextFile(file));
    deepEqual(saved.steps.map((step: { request: { requestId: string } }) => step.request.requestId), [
      "18446744073709551615",
    ]);
    const again = await fuzz(["--reproduce", file, ...mock("planted-highest-id")]);
    equal(again.code, 8);
    deepEqual({ ...again.json, detail: null }, { reproduced: true, oracle: "wrong-id", method, detail: null });
    const mended = await fuzz(["--reproduce", file, ...mock()]);
    equal(mended.code, 0);
    deepEqual(mended.json, { reproduced: false, oracle: null, method: null, detail: null });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("probe fuzz restarts a driver that ends, and reports how it ended", async () => {
  const { code, json } = await fuzz(["--seed", "2", "--max-findings", "1", "--duration", "60", ...mock("crash:12")]);
  equal(code, 8);
  ok(json.restarts > 0);
  equal(json.findings[0].oracle, "crash");
  match(json.findings[0].message, /exit code 134/);
});

Deno.test("probe fuzz reports memory growth beyond the bound", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  const limits = ["--max-findings", "1", "--duration", "60", "--max-growth", "128"];
  const { code, json } = await fuzz(["--seed", "3", ...limits, ...mock("leaks-memory:4")]);
  equal(code, 8);
  equal(json.findings[0].oracle, "memory");
  match(json.findings[0].message, /It grew by \d+ MiB, more than 128/);
});

Deno.test("probe fuzz sends the same with the same seed, and something else with another", async () => {
  const requests = async (seed: string): Promise<number> =>
    (await fuzz(["--runs", "40", "--seed", seed])).json.requests;
  const first = await requests("5");
  equal(await requests("5"), first);
  notEqual(await requests("6"), first);
});

/** Interrupts `probe fuzz` after a matching line; gives its exit code and its last line. */
async function interruptedAt(line: RegExp, args: readonly string[]): Promise<[number, string]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...PROBE_COMMAND, "fuzz", "--seed", "1", "--duration", "120", ...args],
    env: { DBFLUX_DRIVER_IPC_TOKEN: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let last = "", isSent = false;
  for await (last of child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())) {
    if (!isSent && line.test(last)) child.kill("SIGINT");
    isSent ||= line.test(last);
  }
  return [(await child.status).code, last];
}

Deno.test("probe fuzz shows its findings so far when it is interrupted", async () => {
  const [code, last] = await interruptedAt(/^seed 1$/, mock());
  match(last, /^0 findings in \d+ connections with \d+ requests; seed 1, .*: it was stopped$/);
  equal(code, 130);
  const [found, summary] = await interruptedAt(/^[0-9a-f]{12} {2}/, mock("planted-highest-id"));
  match(summary, /^1 finding in .*: it was stopped$/);
  equal(found, 130);
});

Deno.test("probe fuzz refuses impossible options", async () => {
  const wrong = [
    ["--runs", "1", "--duration", "1"],
    ["--seed", "-1"],
    ["--layout", "1.0"],
    ["--reproduce", "/nonexistent/finding.json"],
    ["--reproduce", pathOf("deno.json")],
    ["--out", "/proc/findings"],
  ];
  for (const args of wrong) {
    const { code, json } = await probeJson(["fuzz", ...args]);
    equal(code, 1, args.join(" "));
    equal(json.error.code, "Usage");
  }
  const { code, json } = await probeJson(["fuzz", "--socket", freshSocket()]);
  equal(code, 2);
  equal(json.error.code, "SocketUnreachable");
});
