import { deepEqual, equal, match, ok } from "node:assert/strict";
import { LAUNCH_ERROR_CODES } from "@fluxwire/host";
import { QUICK_DRIVERS, SLOW_DRIVERS } from "./broken_drivers.ts";
import { pathOf } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";

/** Codes that no broken driver causes, but the starting program or the machine. Tests beside the code have them. */
const OTHERS_DOING = [
  "DigestMismatch",
  "DigestUnchecked",
  "NotRunning",
  "RunNotPermitted",
  "SocketTaken",
  "SpawnFailed",
  "TokenVariableUnset",
  "WorkingFolderMissing",
  "WrongLayout",
];

Deno.test("every code of a failed start has a broken driver, or another cause", () => {
  const tested = [...QUICK_DRIVERS, ...SLOW_DRIVERS].map(({ code }) => code);
  deepEqual([...new Set([...tested, ...OTHERS_DOING])].sort(), [...LAUNCH_ERROR_CODES].sort());
  ok(OTHERS_DOING.every((code) => !tested.includes(code)));
});

Deno.test("probe reports why a driver does not start, for every verb", async () => {
  for (const verb of [["tour"], ["hello"], ["ping"], ["query", "SELECT 1"]]) {
    const { code, json } = await probeJson([...verb, "--", "true"]);
    equal(code, 2, verb[0]);
    equal(json.error.code, "EndedWithoutListening");
    match(json.error.hint, /^a driver must stay/);
  }
});

Deno.test("probe --timeout of more than 5 s extends the time for a driver's start", async () => {
  const driver = `exec ${Deno.execPath()} run --no-prompt --allow-net --allow-env=FLUXWIRE_LIFELINE`;
  const script = `sleep 5.5; ${driver} ${pathOf("packages/mock-driver/main.ts")} --socket {socket}`;
  const { code } = await probeJson(["hello", "--timeout", "60000", "--", "sh", "-c", script]);
  equal(code, 0);
});

Deno.test("probe passes few variables on to a driver, and those of --env", async () => {
  const script = `echo "$FLUXWIRE_TEST_ONE $FLUXWIRE_TEST_TWO" >&2; exit 3`;
  const env = { FLUXWIRE_TEST_ONE: "one", FLUXWIRE_TEST_TWO: "two" };
  const { json } = await probeJson(["hello", "--env", "FLUXWIRE_TEST_TWO", "--", "sh", "-c", script], { env });
  deepEqual(json.error.output.stderr, [" two"]);
  const missing = await probeJson(["hello", "--env", "FLUXWIRE_TEST_NONE", "--", "sh", "-c", script]);
  equal(missing.code, 1);
  match(missing.json.error.message, /FLUXWIRE_TEST_NONE: the variable is not set/);
  const running = await probe(["hello", "--env", "HOME", "--socket", "planets"]);
  equal(running.code, 1);
  match(running.stderr, /^error\[Usage\]: Cannot use --env with --socket/);
});
