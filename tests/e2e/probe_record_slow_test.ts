import { deepEqual, equal, match, ok } from "node:assert/strict";
import { decode, toExact } from "@fluxwire/wire";
import { connect, encodeFrame } from "@fluxwire/transport";
import { schemaOf, violations } from "../schemas/schema.ts";
import { FULL_MOCK, RunningRecording } from "./recorded_session.ts";
import { freshSocket } from "./running_driver.ts";
import { probe, probeJson } from "./run_probe.ts";
import { RunningProbe } from "./running_probe.ts";

const FRAME_KEYS = [
  "ms",
  "connection",
  "event",
  "from",
  "layout",
  "hex",
  "envelope",
  "pass",
  "masked",
  "unreadable",
];

Deno.test("probe record writes a line for each connection, frame and end, which only its owner may read", async () => {
  await using recording = await RunningRecording.start();
  const client = await recording.client();
  const session = await client.open();
  await session.execute({ sql: "SELECT 1" });
  await session.close();
  client.close();
  await client.closed;
  const [header, ...entries] = await recording.end(1);
  deepEqual(Object.keys(header), ["format", "version", "startedAt", "masked"]);
  deepEqual([header.format, header.version, header.masked], ["fluxwire-recording", 1, true]);
  ok(Math.abs(Date.now() - Date.parse(header.startedAt)) < 60_000);
  deepEqual(entries.map(({ event, from, by }) => `${event} ${from ?? by ?? ""}`), [
    "connect ",
    ...Array.from({ length: 4 }, () => ["frame host", "frame driver"]).flat(),
    "close host",
  ]);
  for (const entry of entries.filter(({ event }) => event === "frame")) {
    deepEqual(Object.keys(entry), FRAME_KEYS);
    const role = entry.from === "host" ? "request" : "response";
    const { envelope } = decode(role, entry.layout, Uint8Array.fromHex(entry.hex));
    deepEqual(toExact(role, envelope), entry.envelope);
  }
  deepEqual(recording.probe.lines.all.map(({ event }) => event), ["listening", "close", "ended"]);
  for (const line of recording.probe.lines.all) deepEqual(violations(line, await schemaOf("record")), []);
  for (const line of [header, ...entries]) deepEqual(violations(line, await schemaOf("recording")), []);
  deepEqual(Object.keys(recording.probe.lines.all[0]!), ["event", "listen", "socket", "out"]);
  deepEqual(recording.probe.lines.all[1], entries.at(-1));
  deepEqual(recording.probe.lines.all[2], { event: "ended", connections: 1, frames: 8, withheld: 0 });
  equal((await Deno.stat(recording.path)).mode! & 0o777, 0o600);
});

Deno.test("probe record lets no planted secret through, in any form, while --raw keeps them and says so", async () => {
  const secrets = { token: "t0ken-ab12cd34", password: 'pa"ss wörd-77', key: "k3y/of=form", address: "in-address-9" };
  const plant = async (args: readonly string[]) => {
    const env = { PLANTED: secrets.token };
    await using recording = await RunningRecording.start([...args, "--token-env", "PLANTED", ...FULL_MOCK], env);
    const client = await recording.client("0.7.1", secrets.token);
    const values = {
      External: { kind: "SQLite", values: { api_key: secrets.key, endpoint: `db://u:${secrets.address}@h/` } },
    };
    const profileJson = JSON.stringify({ id: crypto.randomUUID(), name: "planted", config: values });
    const session = await client.openSession({ profileJson, password: secrets.password, sshSecret: "ssh-s3cret" });
    for (const secret of Object.values(secrets)) {
      await session.execute({ sql: `SELECT '${secret}'` });
      await session.kvSetKey({
        key: "planted",
        value: new TextEncoder().encode(`x${secret}y`),
        repr: "Text",
        condition: "Always",
      });
      await session.kvGetKey({ key: "planted", includeType: true, includeTtl: true, includeSize: true });
    }
    client.close();
    await client.closed;
    await recording.probe.lines.until(({ event }) => event === "close");
    const stopped = await recording.probe.end();
    equal(stopped.code, 0);
    const capture = `${recording.folder}/session.pcapng`;
    equal((await probe(["export", "--pcapng", capture, recording.path])).code, 0);
    const captured = new TextDecoder("latin1").decode(await Deno.readFile(capture));
    return { text: await Deno.readTextFile(recording.path), captured, stderr: stopped.stderr };
  };
  const masked = await plant([]);
  equal(masked.stderr, "");
  for (const secret of [...Object.values(secrets), "ssh-s3cret"]) {
    for (const form of formsOf(secret)) ok(!masked.text.includes(form), `${secret} as ${form}`);
    for (const form of [secret, latin1(secret)]) ok(!masked.captured.includes(form), `${secret} captured`);
  }
  ok(masked.text.includes('"masked":["body.authToken"]'));
  const raw = await plant(["--raw"]);
  match(raw.stderr, /^warning: .*session\.ndjson will hold every secret/);
  for (const secret of [...Object.values(secrets), "ssh-s3cret"]) {
    ok(raw.text.includes(new TextEncoder().encode(secret).toHex()), secret);
    ok(raw.captured.includes(latin1(secret)), secret);
  }
});

function latin1(text: string): string {
  return new TextDecoder("latin1").decode(new TextEncoder().encode(text));
}

/** A secret in plain text, in JSON, in hex, and within base64 at any of its three offsets. */
function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Uint8Array.of(...new Array(before).fill(0), ...bytes).toBase64();
    const first = Math.ceil(before * 8 / 6);
    return text.slice(first, Math.floor((before + bytes.length) * 8 / 6));
  });
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), bytes.toHex(), ...inBase64];
}

Deno.test("probe record withholds unreadable bytes, and still forwards them", async () => {
  await using recording = await RunningRecording.start();
  const host = await connect(recording.socket);
  await host.write(encodeFrame(new TextEncoder().encode("secret-that-nobody-can-read")));
  equal(await host.read(), null);
  host.close();
  const odd = await connect(recording.socket);
  await odd.write(Uint8Array.of(0xff, 0xff, 0xff, 0xff, ...new TextEncoder().encode("stray-secret")));
  equal(await odd.read(), null);
  odd.close();
  const lines = await recording.end(2);
  const frames = lines.filter(({ event }) => event === "frame");
  deepEqual(frames.map(({ hex, envelope }) => [hex, envelope]), [[null, null], [null, null]]);
  equal(frames[0].unreadable.bytes, 27);
  match(frames[0].unreadable.reason, /^no message of layout 0\.7\.1: at byte \d+ of an unknown message$/);
  deepEqual(frames[1].unreadable, { bytes: 16, reason: "frames can no longer be separated: FrameTooLong" });
  ok(!JSON.stringify(lines).includes("secret"));
});

Deno.test("probe record keeps several connections apart", async () => {
  await using recording = await RunningRecording.start();
  const clients = await Promise.all(Array.from({ length: 8 }, () => recording.client("0.6")));
  await Promise.all(clients.map(async (client) => {
    const session = await client.open();
    for (let i = 0; i < 5; i++) await session.ping();
  }));
  for (const client of clients) client.close();
  await Promise.all(clients.map((client) => client.closed));
  const entries = (await recording.end(8)).slice(1);
  const perConnection = Map.groupBy(entries, ({ connection }) => connection);
  equal(perConnection.size, 8);
  for (const own of perConnection.values()) {
    equal(own[0].event, "connect");
    equal(own.at(-1).event, "close");
    deepEqual(
      own.filter(({ from }) => from === "driver").map(({ envelope }) => envelope.requestId),
      own.filter(({ from }) => from === "host").map(({ envelope }) => envelope.requestId),
    );
  }
});

Deno.test("probe record ends with 2 when the driver that it started ends, and with 7 at --timeout", async () => {
  const crashing = [...FULL_MOCK, "--fault", "crash:2"];
  await using recording = await RunningRecording.start(crashing);
  const client = await recording.client();
  await client.ping().catch(() => {});
  await client.ping().catch(() => {});
  client.close();
  await client.closed;
  equal((await recording.probe.ended()).code, 2);
  const last = recording.probe.lines.all.at(-1)!;
  equal(last["error"].code, "ConnectionClosed");
  match(last["error"].message, /^Cannot continue: the driver's process ended with /);
  // On a slow machine the time is over before it listens.
  const out = `${recording.folder}/late.ndjson`;
  await using late = new RunningProbe(["record", "--listen", freshSocket(), "--out", out, "--timeout", "6000"]);
  equal((await late.ended()).code, 7);
  equal(late.lines.all.at(-1)!["error"].code, "Timeout");
});

Deno.test("probe record refuses impossible options", async () => {
  const existing = await Deno.makeTempFile();
  const cases: [string[], number, string, RegExp][] = [
    [["--out", "x"], 1, "Usage", /^Missing --listen: /],
    [["--listen", "x"], 1, "Usage", /^Missing --out: /],
    [["--listen", freshSocket(), "--out", existing], 1, "Usage", /: it exists; name a new file$/],
    [["--listen", "same", "--out", "x", "--socket", "same"], 1, "Usage", /it is the driver's own socket$/],
    [["--listen", freshSocket(), "--out", "x", "--socket", freshSocket()], 2, "SocketUnreachable", /nothing listens/],
  ];
  for (const [args, exitCode, code, message] of cases) {
    const { code: exit, json } = await probeJson(["record", ...args]);
    equal(exit, exitCode, JSON.stringify(json));
    equal(json.error.code, code);
    match(json.error.message, message);
  }
  await Deno.remove(existing);
  await using first = await RunningRecording.start();
  const taken = await probe(["record", "--listen", first.socket, "--out", `${first.folder}/other`]);
  equal(taken.code, 2);
  match(taken.stderr, /^error\[SocketInUse\]/);
});

Deno.test("probe decode shows a recording frame by frame, and byte by byte", async () => {
  await using recording = await RunningRecording.start();
  const client = await recording.client();
  await client.ping().catch(() => {});
  client.close();
  await client.closed;
  const entries = await recording.end(1);
  const plain = await probe(["decode", recording.path]);
  equal(plain.code, 0, plain.stderr);
  const documents = plain.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  deepEqual(documents.map(({ frame, from }) => [frame, from]), [[1, "host"], [2, "driver"], [3, "host"], [
    4,
    "driver",
  ]]);
  deepEqual(Object.keys(documents[0]), ["frame", "ms", "connection", "from", "layout", "envelope", "pass"]);
  deepEqual(documents[2].envelope, entries[4].envelope);
  const third = await probeJson(["decode", "--annotate", "--frame", "3", recording.path]);
  equal(third.code, 0);
  deepEqual(Object.keys(third.json), ["frame", "ms", "connection", "from", "layout", "pass", "spans", "omitted"]);
  ok(third.json.spans.some(({ value }: { value: unknown }) => value === "Ping"));
  const shown = await probe(["decode", "--annotate", recording.path]);
  equal(shown.stdout.match(/^frame \d+: (host|driver), connection 1, [\d.]+ ms, layout 0\.7\.1$/gm)?.length, 4);
  for (
    const [args, exitCode, code] of [
      [["--frame", "9"], 1, "Usage"],
      [["--frame", "0"], 1, "Usage"],
      [["--layout", "0.6"], 1, "Usage"],
    ] as const
  ) {
    const { code: exit, json } = await probeJson(["decode", ...args, recording.path]);
    deepEqual([exit, json.error.code], [exitCode, code]);
  }
  await Deno.writeTextFile(recording.path, '{"ms":1}\n', { append: true });
  const damaged = await probe(["decode", recording.path]);
  equal(damaged.code, 4);
  match(damaged.stderr, /^error\[Malformed\]: Cannot read recording: expected an entry of a recording.* in line \d+/);
});

Deno.test("probe record forwards to a silent driver, and ends on request", async () => {
  await using recording = await RunningRecording.start([...FULL_MOCK, "--fault", "silent-accept"]);
  const host = await connect(recording.socket);
  const end = host.read().catch(() => null);
  equal((await recording.probe.end("SIGTERM")).code, 0);
  equal(await end, null);
  host.close();
});

Deno.test("probe export writes a capture and the dissector, both new and private", async () => {
  await using recording = await RunningRecording.start();
  const client = await recording.client();
  client.close();
  await client.closed;
  await recording.end(1);
  const [capture, dissector] = [`${recording.folder}/c.pcapng`, `${recording.folder}/d.lua`];
  const { code, json } = await probeJson(["export", "--pcapng", capture, "--dissector", dissector, recording.path]);
  deepEqual([code, json], [0, { pcapng: capture, packets: 4, html: null, dissector }]);
  deepEqual(violations(json, await schemaOf("export")), []);
  for (const path of [capture, dissector]) equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  const bytes = await Deno.readFile(capture);
  equal(new DataView(bytes.buffer).getUint32(0, true), 0x0a0d0d0a);
  match(await Deno.readTextFile(dissector), /DissectorTable\.get\("wtap_encap"\)/);
  const cases: [string[], RegExp][] = [
    [[], /^Missing --pcapng or --html: /],
    [["--html", capture, recording.path], /: it exists; name a new file$/],
    [["--pcapng", `${capture}2`], /^Missing RECORDING: /],
    [["--pcapng", capture, recording.path], /: it exists; name a new file$/],
    [["--dissector", `${dissector}2`, recording.path], /: give --pcapng or --html, too$/],
  ];
  for (const [args, message] of cases) {
    const refused = await probeJson(["export", ...args]);
    equal(refused.code, 1);
    match(refused.json.error.message, message);
  }
});
