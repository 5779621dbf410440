import { deepEqual, equal, match, ok } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { schemaOf, violations } from "../schemas/schema.ts";
import { freshSocket, pathOf } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";
import { answer, HELLO, ScriptedSocket } from "./scripted_socket.ts";

const DENO = [Deno.execPath(), "run", "--no-prompt", "--allow-net"];
const MOCK = [...DENO, "--allow-env=FLUXWIRE_LIFELINE,DBFLUX_DRIVER_IPC_TOKEN", pathOf("packages/mock-driver/main.ts")];
const EXPECTED = pathOf("tests/conformance/mock.expected");

interface Result {
  id: string;
  layout: string;
  verdict: string;
  message?: string;
  frames: { hex: string; direction: string; role: string | null }[];
}

function idsOf(checks: Result[], verdict: string): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the plain mock driver passes core, and full with its expected failures, in all layouts", async () => {
  const core = await probeJson(["conformance", "--suite", "core", "--layout", "all", "--", ...MOCK]);
  deepEqual(idsOf(core.json.checks, "failed"), []);
  equal(core.code, 0);
  const full = await probeJson(["conformance", "--layout", "all", "--expect", EXPECTED, "--", ...MOCK]);
  deepEqual([idsOf(full.json.checks, "failed"), full.json.summary.stale, full.code], [[], [], 0]);
  const expected = Deno.readTextFileSync(EXPECTED).split("\n").filter((line) => /^[a-z]/.test(line));
  equal(full.json.summary["expected-failure"], LAYOUTS.length * expected.length);
});

Deno.test("failed checks exit with 8, are shown with their frames, and block what needs them", async () => {
  const args = ["conformance", "--only", "sessions.ping,sockets.accepts", "--", ...MOCK, "--fault", "wrong-id"];
  const { code, json } = await probeJson(args);
  equal(code, 8);
  deepEqual(idsOf(json.checks, "failed"), ["envelopes.request-id"]);
  deepEqual(idsOf(json.checks, "blocked").at(-1), "sessions.ping");
  const failed = json.checks.find(({ verdict }: Result) => verdict === "failed");
  match(failed.message, /^Expected the answer to have request id "\d+", found "\d+"$/);
  deepEqual(failed.frames.slice(-2).map(({ role }: Result["frames"][0]) => role), ["request", "response"]);
  deepEqual(violations(json, await schemaOf("conformance")), []);
  const human = await probe(args);
  equal(human.code, 8);
  match(human.stdout, /^failed +0\.7\.1 +envelopes\.request-id /m);
  match(human.stdout, /\d+ checks: \d+ passed, 1 failed, \d+ blocked, in [\d.]+ ms\n$/);
});

Deno.test("what failed is shown last, what is blocked or skipped is counted, and shown with --verbose", async () => {
  const args = ["conformance", "--only", "sessions.ping,sockets.accepts", "--", ...MOCK, "--fault", "wrong-id"];
  const { stdout } = await probe(args);
  match(
    stdout,
    /^blocked +\d+ runs behind envelopes\.request-id; --verbose shows each, and why\nfailed +0\.7\.1 +envelopes\.request-id .*\n\d+ checks: .*\n$/,
  );
  const verbose = (await probe(["conformance", "--verbose", ...args.slice(1)])).stdout;
  match(verbose, /^blocked +0\.7\.1 +sessions\.ping .*it needs .*\n(?:.*\n)*failed .*\n.*\n$/m);
});

Deno.test("a run in several layouts says how many runs of how many checks there were", async () => {
  const { stdout } = await probe(["conformance", "--only", "handshake.hello", "--layout", "0.6,0.7.1"]);
  const [, runs, checks] = /^(\d+) runs of (\d+) checks in 2 layouts: \1 passed, in /.exec(stdout) ?? [];
  equal(Number(runs), 2 * Number(checks), stdout);
});

Deno.test("a driver that crashes is restarted, and the crash itself fails a check", async () => {
  const args = ["conformance", "--suite", "core", "--", ...MOCK, "--scenario", "full", "--fault", "crash:250"];
  const { code, json } = await probeJson(args);
  equal(code, 8);
  deepEqual(idsOf(json.checks, "failed"), ["sockets.process-lives"]);
  ok(idsOf(json.checks, "passed").length > 80);
  const { message } = json.checks.find(({ verdict }: Result) => verdict === "failed");
  match(
    message,
    /^Expected the process to live, found \d+ that ended: (?:during|right after) [a-z]+\.[a-z].*: .*process ended with exit code 134/,
  );
});

Deno.test("a driver that crashes at once fails its checks, each with how it ended", async () => {
  const args = ["conformance", "--only", "sessions.ping", "--", ...MOCK, "--scenario", "full", "--fault", "crash:4"];
  const { code, json } = await probeJson(args);
  equal(code, 8);
  ok(idsOf(json.checks, "blocked").includes("sessions.ping"));
  match(json.checks.find(({ verdict }: Result) => verdict === "failed").message, /process ended with exit code 134/);
});

Deno.test("a driver that hangs fails at the check's deadline, and the probe does not hang", async () => {
  const start = performance.now();
  const args = ["conformance", "--suite", "core", "--deadline", "4000"];
  const { code, json } = await probeJson([...args, "--", ...MOCK, "--fault", "hang"]);
  equal(code, 8);
  deepEqual(idsOf(json.checks, "failed"), ["envelopes.answered"]);
  ok(performance.now() - start < 120_000);
});

Deno.test("--list shows the checks without a driver, --only adds needed checks, unknown ones are refused", async () => {
  const { code, json } = await probeJson(["conformance", "--list", "--suite", "strict"]);
  equal(code, 0);
  ok(json.checks.length >= 150);
  deepEqual(violations(json, await schemaOf("conformance")), []);
  const human = await probe(["conformance", "--list", "--only", "sessions.open"]);
  match(human.stdout, /^sessions\.open +\[core, sessions\] OpenSession is answered with SessionOpened$/m);
  const wrong = await probeJson(["conformance", "--only", "sessions.opne"]);
  equal(wrong.code, 1);
  match(wrong.json.error.message, /sessions\.open/);
  equal((await probeJson(["conformance", "--layout", "0.9"])).code, 1);
  equal((await probeJson(["conformance", "--suite", "all"])).code, 1);
});

Deno.test("--expect: stale lines fail the run, broken ones are refused", () =>
  inFolder(async (folder) => {
    const file = `${folder}/expected`;
    await Deno.writeTextFile(file, "sessions.ping # passes by now\nno.such # never was\n");
    const args = ["conformance", "--only", "sessions.ping", "--expect", file];
    const { code, json } = await probeJson(args);
    equal(code, 8);
    deepEqual(json.summary.stale.map(({ id, line }: { id: string; line: number }) => [id, line]), [
      ["sessions.ping", 1],
      ["no.such", 2],
    ]);
    match((await probe(args)).stdout, /^stale +line 2 +no\.such +no check has this id$/m);
    await Deno.writeTextFile(file, "sessions.ping 0.9");
    equal((await probeJson(args)).code, 1);
    equal((await probeJson(["conformance", "--expect", `${folder}/nothing`])).code, 1);
  }));

Deno.test("--junit and --html write their reports, or name the missing permission", () =>
  inFolder(async (folder) => {
    const junit = `${folder}/junit.xml`, html = `${folder}/report.html`;
    const args = ["conformance", "--suite", "core", "--junit", junit, "--html", html];
    const { code } = await probe(args);
    equal(code, 0);
    match(await Deno.readTextFile(junit), /<testcase classname="handshake\.0\.7\.1" name="hello"/);
    match(await Deno.readTextFile(html), /"check":\{"id":"handshake\.hello",.*"verdict":"passed"/);
    const facts = {
      driver: "fluxwire-mock",
      version: '[^"<]+',
      suite: "core",
      layouts: "layout 0\\.7\\.1 \\(DBFlux 0\\.7\\.7\\)",
      date: '\\d{4}-\\d\\d-\\d\\dT[^"<]+Z',
      deno: Deno.version.deno.replaceAll(".", "\\."),
    };
    for (const [name, value] of Object.entries(facts)) {
      match(await Deno.readTextFile(junit), new RegExp(`<property name="${name}" value="${value}"/>`));
      // The page has the layouts with their totals.
      const pair = name === "layouts" ? `"${value}","\\d+ checks: ` : `"${name}","${value}"`;
      match(await Deno.readTextFile(html), new RegExp(`\\[${pair}`));
    }
    const unwritable = await probeJson(["conformance", "--suite", "core", "--html", `${folder}/no/such.html`]);
    equal(unwritable.code, 1);
  }));

Deno.test("no report has the token, the password, or a secret of the profile", async () => {
  const [token, password] = [crypto.randomUUID(), `pass "word" ${crypto.randomUUID()}`];
  const args = ["conformance", "--suite", "strict", "--token-env", "T", "--password-env", "P"];
  const { stdout, code } = await probe([...args, "--json"], { env: { T: token, P: password } });
  equal(code, 0);
  const bytes = (text: string) => new TextEncoder().encode(text).toHex();
  for (const secret of [token, password, JSON.stringify(password).slice(1, -1)]) {
    ok(!stdout.includes(secret) && !stdout.includes(bytes(secret)));
  }
});

Deno.test("a socket without a listener is unreachable", async () => {
  const { code, json } = await probeJson(["conformance", "--socket", freshSocket()]);
  equal(code, 2);
  equal(json.error.code, "SocketUnreachable");
});

Deno.test("a driver that refuses every session fails one check, and the rest is blocked", async () => {
  await using driver = await ScriptedSocket.open((request, layout) => {
    if (request.body.type === "Hello") return answer(request, layout, HELLO);
    return answer(request, layout, { type: "Error", code: "Transport", message: "No database", retriable: true });
  });
  const { code, json } = await probeJson(["conformance", "--only", "sessions.ping", "--socket", driver.socket]);
  equal(code, 8);
  deepEqual(idsOf(json.checks, "failed"), ["sessions.open"]);
  equal(idsOf(json.checks, "blocked").at(-1), "sessions.ping");
});
