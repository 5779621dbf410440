import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import type { ClientSession } from "@fluxwire/wire/client";
import { untilAccepting } from "../../packages/host/readiness.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { FULL_MOCK, RunningRecording, shortRecording } from "./recorded_session.ts";
import { freshSocket } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";
import { RunningProbe } from "./running_probe.ts";
import { ScriptedSocket } from "./scripted_socket.ts";

const REPORT_KEYS = ["equal", "as", "connections", "compared", "ignored", "differences", "omitted"];
const PAGE = { type: "Offset", limit: 3, offset: 0n } as const;

/** A session of so many calls of many kinds, through a tap. */
async function record(calls: number, { layout = "0.7.1" as Layout, target = FULL_MOCK } = {}) {
  const recording = await RunningRecording.start(target);
  const client = await recording.client(layout);
  const session = await client.open();
  for (let i = 0; i < calls - 5; i++) await KINDS[i % KINDS.length]!(session, i);
  const { handleId } = await session.executeWithHandle({ sql: "SELECT 1" });
  await session.cancel({ handleId });
  await session.close();
  client.close();
  await client.closed;
  await recording.end(1);
  return recording;
}

const KINDS: readonly ((session: ClientSession, i: number) => Promise<unknown>)[] = [
  (session) => session.ping(),
  (session, i) => session.execute({ sql: `SELECT ${i}, 'é', NULL, 1.5` }),
  (session) => session.browseTable({ table: { name: "orders" }, pagination: PAGE, orderBy: [] }),
  (session) => session.countTable({ table: { name: "orders" } }),
  (session) => session.schema(),
  (session, i) => session.execute({ sql: `no statement ${i}` }).catch(() => {}),
  (session, i) =>
    session.kvSetKey({ key: `k${i}`, value: Uint8Array.of(i, 0, 255), repr: "Binary", condition: "Always" }),
  (session, i) => session.kvGetKey({ key: `k${i - 1}`, includeType: true, includeTtl: true, includeSize: true }),
];

Deno.test("probe record and replay: 1,000 calls are equal as the host and as the driver", async () => {
  await using recording = await record(1_000);
  const asHost = await probeJson(["replay", recording.path, ...FULL_MOCK]);
  equal(asHost.code, 0, JSON.stringify(asHost.json).slice(0, 2_000));
  deepEqual(Object.keys(asHost.json), REPORT_KEYS);
  deepEqual(violations(asHost.json, await schemaOf("replay")), []);
  deepEqual([asHost.json.equal, asHost.json.as, asHost.json.connections], [true, "host", 1]);
  equal(asHost.json.compared, 1_000);
  const socket = freshSocket();
  await using driver = new RunningProbe(["replay", recording.path, "--as", "driver", "--listen", socket]);
  const back = await probeJson(["replay", recording.path, "--socket", await listening(socket)]);
  equal(back.code, 0, JSON.stringify(back.json).slice(0, 2_000));
  equal(back.json.compared, 1_000);
  equal((await driver.ended()).code, 0);
  const asDriver = driver.lines.all[0]!;
  deepEqual(Object.keys(asDriver), REPORT_KEYS);
  deepEqual([asDriver["equal"], asDriver["as"], asDriver["compared"]], [true, "driver", 1_000]);
});

Deno.test("probe replay is equal in every layout", async () => {
  for (const layout of LAYOUTS) {
    await using recording = await record(20, { layout });
    const { code, json } = await probeJson(["replay", recording.path, ...FULL_MOCK]);
    equal(code, 0, `${layout} ${JSON.stringify(json).slice(0, 2_000)}`);
    equal(json.compared, 20);
  }
});

Deno.test("probe replay as the host exits with 8 and shows where a driver differs", async () => {
  await using recording = await record(30);
  const target = [...FULL_MOCK, "--fault", "lost-rows"];
  const { code, json } = await probeJson(["replay", recording.path, ...target]);
  equal(code, 8);
  equal(json.equal, false);
  deepEqual(violations(json, await schemaOf("replay")), []);
  ok(json.differences.length > 0);
  for (const difference of json.differences) {
    deepEqual(Object.keys(difference), ["frame", "connection", "path", "recorded", "found"]);
    match(difference.path, /^body\.result\.rows\[\d+\]/);
    equal(difference.found, null);
  }
  const human = await probe(["replay", recording.path, ...target]);
  equal(human.code, 8);
  match(human.stdout, /^frame \d+, connection 1, body\.result\.rows\[\d+\]: recorded .*, found null$/m);
  match(human.stdout, /messages compared on 1 connection: \d+ differences\n$/);
  const ignoring = await probeJson(["replay", recording.path, "--ignore", "body.result.rows[*]", ...target]);
  deepEqual([ignoring.code, ignoring.json.differences], [0, []]);
});

Deno.test("probe replay as the driver exits with 8 and shows where a host's requests differ", async () => {
  await using recording = await record(12);
  const socket = freshSocket();
  await using driver = new RunningProbe(["replay", recording.path, "--as", "driver", "--listen", socket]);
  const host = await probe(["query", "SELECT 2", "--socket", await listening(socket)]);
  ok(host.code !== 0);
  equal((await driver.ended()).code, 8);
  const { differences } = driver.lines.all[0]! as {
    differences: { path: string; recorded: unknown; found: unknown }[];
  };
  deepEqual(differences.find(({ path }) => path === "body.type"), {
    frame: 5,
    connection: 1,
    path: "body.type",
    recorded: "Ping",
    found: "Execute",
  });
  ok(differences.some(({ recorded }) => recorded === "12 requests"));
});

Deno.test("probe replay takes secrets from variables only, and names the missing one", async () => {
  const env = { TOKEN: "the-token-1", PASSWORD: "the-password-1" };
  const recording = await RunningRecording.start(["--token-env", "TOKEN", ...FULL_MOCK], env);
  await using _ends = recording;
  const client = await recording.client("0.7.1", env.TOKEN);
  await client.openSession({ profileJson: "{}", password: env.PASSWORD }).catch(() => {});
  client.close();
  await client.closed;
  await recording.end(1);
  const missing = await probeJson(["replay", recording.path, ...FULL_MOCK]);
  equal(missing.code, 1);
  match(missing.json.error.message, /^Missing --password-env: /);
  const given = ["replay", recording.path, "--token-env", "TOKEN", "--password-env", "PASSWORD", ...FULL_MOCK];
  const { code, json } = await probeJson(given, { env });
  equal(code, 0, JSON.stringify(json));
  const wrong = await probeJson(["replay", recording.path, "--password-env", "PASSWORD", "--socket", "none"], { env });
  equal(wrong.code, 2);
});

Deno.test("probe replay ends with 7 if the other end is silent", async () => {
  await using recording = await record(12);
  const silent = await probeJson([
    "replay",
    recording.path,
    "--timeout",
    "1500",
    ...FULL_MOCK,
    "--fault",
    "silent-accept",
  ]);
  deepEqual([silent.code, silent.json.error.code], [7, "Timeout"]);
  const unanswered = await probeJson([
    "replay",
    recording.path,
    "--as",
    "driver",
    "--listen",
    freshSocket(),
    "--timeout",
    "300",
  ]);
  deepEqual([unanswered.code, unanswered.json.error.code], [7, "Timeout"]);
});

Deno.test("probe replay refuses impossible options", async () => {
  await using recording = await record(6);
  const cases: [string[], RegExp][] = [
    [[], /^Missing RECORDING: /],
    [[recording.path, "--as", "both"], /^Cannot use --as both: choose one of host, driver$/],
    [[recording.path, "--as", "driver"], /^Missing --listen: /],
    [[recording.path, "--listen", "x"], /^Cannot use --listen x as the host/],
    [[recording.path, "--as", "driver", "--listen", "x", "--socket", "y"], /^Cannot use --socket as the driver/],
    [["/nonexistent/recording"], /^Cannot read \/nonexistent\/recording: /],
  ];
  for (const [args, message] of cases) {
    const { code, json } = await probeJson(["replay", ...args]);
    equal(code, 1, JSON.stringify(json));
    match(json.error.message, message);
  }
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(file, '{"format":"fluxwire-recording","version":2,"masked":true}\n');
  const other = await probeJson(["replay", file]);
  deepEqual([other.code, other.json.error.code], [4, "Malformed"]);
  match(other.json.error.message, /expected version 1 of recordings, found 2/);
  await Deno.remove(file);
});

/** Gives the name when something listens there. */
async function listening(socket: string): Promise<string> {
  await untilAccepting(socket, AbortSignal.timeout(120_000));
  return socket;
}

Deno.test("probe replay exits with 8 if a driver leaves, or answers with bytes that are not a message", async () => {
  const folder = await Deno.makeTempDir(), recording = shortRecording(folder);
  const garbage = Uint8Array.of(4, 0, 0, 0, 255, 255, 255, 255);
  for (
    const [reaction, found] of [["close", /^the connection was closed$/], [garbage, /^Cannot decode response/]] as const
  ) {
    await using driver = await ScriptedSocket.open(() => reaction);
    const { code, json } = await probeJson(["replay", recording, "--socket", driver.socket]);
    equal(code, 8, JSON.stringify(json));
    deepEqual([json.differences.length, json.differences[0].recorded], [1, "an answer"]);
    match(json.differences[0].found, found);
  }
  await Deno.remove(folder, { recursive: true });
});
