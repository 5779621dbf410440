import { equal, match } from "node:assert/strict";
import { listen } from "@fluxwire/transport";
import { type BrokenDriver, QUICK_DRIVERS, SLOW_DRIVERS } from "./broken_drivers.ts";
import { freshSocket } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";

for (const driver of QUICK_DRIVERS) {
  Deno.test(`probe identifies ${driver.name}: ${driver.code}, exit code ${driver.exit}`, () => check(driver));
}

const slow = SLOW_DRIVERS.map(({ name, code, exit }) => `${name} (${code}, ${exit})`).join(", ");

Deno.test(`probe identifies, after its time limit: ${slow}`, async () => {
  const outcomes = await Promise.allSettled(SLOW_DRIVERS.map(check));
  const failures = outcomes.filter(({ status }) => status === "rejected").map((outcome) =>
    (outcome as PromiseRejectedResult).reason
  );
  if (failures.length > 0) throw new AggregateError(failures, failures.join("\n"));
});

async function check({ make, code, exit, message, hint, options = [] }: BrokenDriver): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "fluxwire-broken-" });
  try {
    // A shell that runs a binary may take parts of it for names of files to write.
    const run = await probeJson(["hello", ...options, "--", ...make(folder)], { cwd: folder });
    const withoutFolder = (text: string) => text.replaceAll(folder, "FOLDER");
    const { error } = run.json;
    equal(error.code, code, JSON.stringify(error));
    equal(run.code, exit);
    match(withoutFolder(error.message), message);
    match(withoutFolder(error.hint), hint);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("probe exits with 2 if something already listens on the driver's socket", async () => {
  const socket = freshSocket();
  const listener = await listen(socket);
  const { code, json } = await probeJson(["hello", "--", "sleep", "--socket", socket]);
  listener.close();
  equal(code, 2);
  equal(json.error.code, "SocketTaken");
});

Deno.test("probe shows a failed start in a line, and its output on request", async () => {
  const script = "echo one; echo two >&2; exit 3";
  const piped = await probe(["ping", "--", "sh", "-c", script]);
  equal(piped.code, 2);
  equal(piped.stdout, "");
  match(piped.stderr, /^error\[ExitedEarly\]: Cannot start sh: .*last words: two \(its output says why, .*\)\n$/);
  const { json } = await probeJson(["ping", "--", "sh", "-c", script]);
  equal(JSON.stringify(json.error.output), `{"stdout":["one"],"stderr":["two"]}`);
});
