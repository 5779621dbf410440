import { deepEqual, equal, match, ok } from "node:assert/strict";
import { encodeFrame } from "@fluxwire/transport";
import type { Layout } from "@fluxwire/wire";
import { readVectors } from "../vectors/vectors.ts";
import { probe, PROBE_COMMAND, probeJson } from "./run_probe.ts";

const AS_REQUEST = ["--layout", "0.7.1", "--role", "request"];
const PING = "010202011000112233445566778899aabbccddeeff0003";
const PING_ENVELOPE = {
  protocolVersion: { major: 1, minor: 2 },
  requestId: "2",
  sessionId: "00112233-4455-6677-8899-aabbccddeeff",
  timeoutMs: null,
  body: { type: "Ping" },
};

Deno.test("probe decode shows one payload from --hex, stdin or a file", async () => {
  const bytes = Uint8Array.fromHex(PING);
  const file = await Deno.makeTempFile();
  await Deno.writeFile(file, bytes);
  for (
    const run of [
      await probe(["decode", ...AS_REQUEST, "--hex", PING]),
      await probe(["decode", ...AS_REQUEST], { stdin: bytes }),
      await probe(["decode", ...AS_REQUEST, "-"], { stdin: bytes }),
      await probe(["decode", ...AS_REQUEST, file]),
      await probe(["decode", ...AS_REQUEST, "--framed", "--json"], { stdin: encodeFrame(bytes) }),
    ]
  ) {
    equal(run.stderr, "");
    equal(run.code, 0);
    deepEqual(JSON.parse(run.stdout), PING_ENVELOPE);
  }
  await Deno.remove(file);
});

Deno.test("probe decode reads hex as other tools write it, from --hex and from lines", async () => {
  const pairs = PING.match(/../g)!;
  const written = [
    `0x${PING.toUpperCase()}`,
    pairs.join(":"),
    pairs.join("-"),
    pairs.map((pair) => `0x${pair}`).join(" "),
  ];
  for (const hex of written) {
    const { stdout } = await probe(["decode", ...AS_REQUEST, "--hex", hex]);
    deepEqual(JSON.parse(stdout), PING_ENVELOPE, hex);
  }
  const { stdout } = await probe(["decode", ...AS_REQUEST, "--lines"], { stdin: written.join("\n") });
  deepEqual(stdout.trimEnd().split("\n").map((line) => JSON.parse(line).envelope), written.map(() => PING_ENVELOPE));
});

Deno.test("probe decode exits with 4 for a bad payload or frame", async () => {
  const human = await probe(["decode", ...AS_REQUEST, "--hex", PING.slice(0, -4)]);
  equal(human.code, 4);
  equal(human.stdout, "");
  match(human.stderr, /^error\[Malformed\]: Cannot decode request in layout 0\.7\.1: .* at byte \d+ in [a-zA-Z]+.*\n$/);
  const cases: [string, string][] = [["", "Malformed"], ["0100", "FrameTruncated"], ["00000000", "FrameEmpty"], [
    "01000001",
    "FrameTooLong",
  ]];
  for (const [hex, expected] of cases) {
    const { code, json } = await probeJson(["decode", ...AS_REQUEST, "--framed", `--hex=${hex}`]);
    equal(code, 4);
    equal(json.error.code, expected, hex);
    deepEqual(Object.keys(json.error), ["code", "message", "hint"]);
  }
});

Deno.test("probe encode is the inverse of decode", async () => {
  const stdin = JSON.stringify(PING_ENVELOPE);
  equal((await probe(["encode", ...AS_REQUEST], { stdin })).bytes.toHex(), PING);
  equal((await probe(["encode", ...AS_REQUEST, "--framed"], { stdin })).bytes.toHex(), `17000000${PING}`);
  equal((await probe(["encode", ...AS_REQUEST, "--hex"], { stdin })).stdout, `${PING}\n`);
  deepEqual(await probeJson(["encode", ...AS_REQUEST], { stdin }), { code: 0, json: { hex: PING } });
});

Deno.test("probe encode exits with 4 for text that is not JSON or not an envelope", async () => {
  for (const stdin of ["nonsense", "[]", "{}", JSON.stringify({ ...PING_ENVELOPE, body: { type: "Pnig" } })]) {
    const { code, json } = await probeJson(["encode", ...AS_REQUEST], { stdin });
    equal(code, 4, stdin);
    equal(json.error.code, "Malformed");
  }
});

Deno.test("probe encode --faithful omits what the real client omits", async () => {
  const request = { table: { schema: null, name: "t" }, filter: null, semanticFilter: null };
  const stdin = JSON.stringify({ ...PING_ENVELOPE, requestId: "5", body: { type: "CountTable", request } });
  const explicit = await probe(["encode", ...AS_REQUEST, "--hex"], { stdin });
  const faithful = await probe(["encode", ...AS_REQUEST, "--hex", "--faithful"], { stdin });
  // PROTOCOL.md#hazards, H1: CountTable none.
  equal(faithful.stdout, "010205011000112233445566778899aabbccddeeff001000017400\n");
  equal(explicit.stdout, "010205011000112233445566778899aabbccddeeff00100001740000\n");
});

Deno.test("probe decode --lines gives a document for each line, valid or not", async () => {
  const unknownBody = "010202011000112233445566778899aabbccddeeff0063";
  const truncated = "0102020002";
  const lines = [PING, `${PING}ff`, "", "zz", unknownBody, truncated, "01", PING.toUpperCase()];
  const { code, stdout, stderr } = await probe(["decode", ...AS_REQUEST, "--lines"], { stdin: lines.join("\r\n") });
  equal(stderr, "");
  equal(code, 0);
  const documents = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  equal(documents.length, lines.length);
  deepEqual(documents[0], { ok: true, envelope: PING_ENVELOPE, pass: "strict" });
  deepEqual(documents[1], { ok: true, envelope: PING_ENVELOPE, pass: "trailing" });
  deepEqual(documents[7], documents[0]);
  for (const index of [2, 3, 4, 5, 6]) {
    const { ok: isOk, error } = documents[index];
    equal(isOk, false, lines[index]);
    deepEqual(Object.keys(error), ["code", "message", "offset", "path"]);
    deepEqual([error.code, typeof error.offset, typeof error.path], ["Malformed", "number", "string"]);
  }
  deepEqual(Object.keys(documents[4]), ["ok", "error", "header"]);
  deepEqual(documents[4].header, {
    protocolVersion: { major: 1, minor: 2 },
    requestId: "2",
    sessionId: "00112233-4455-6677-8899-aabbccddeeff",
    body: null,
  });
  equal("header" in documents[6], false);
});

Deno.test("probe decode --lines names the body that it could not decode", async () => {
  const { stdout } = await probe(["decode", ...AS_REQUEST, "--lines"], { stdin: "010203000004ff" });
  deepEqual(JSON.parse(stdout).header, {
    protocolVersion: { major: 1, minor: 2 },
    requestId: "3",
    sessionId: null,
    body: "Execute",
  });
});

Deno.test("probe encode --lines takes envelopes and documents, and answers every line", async () => {
  const lines = [
    JSON.stringify(PING_ENVELOPE),
    JSON.stringify({ ok: true, envelope: PING_ENVELOPE, pass: "strict" }),
    '{"ok":false,"error":{"code":"Malformed","message":"x","offset":0,"path":""}}',
    "no json",
    "",
    "null",
  ];
  const { code, stdout } = await probe(["encode", ...AS_REQUEST, "--lines"], { stdin: `${lines.join("\n")}\n` });
  equal(code, 0);
  const answers = stdout.trimEnd().split("\n");
  equal(answers.length, lines.length);
  deepEqual(answers.slice(0, 2), [PING, PING]);
  for (const line of answers.slice(2)) {
    const document = JSON.parse(line);
    equal(document.ok, false);
    deepEqual(Object.keys(document.error), ["code", "message", "offset", "path"]);
  }
});

Deno.test("probe decode and encode give back every vector unchanged", async () => {
  const groups = Map.groupBy(
    readVectors().filter(({ role, isReadableUpstream }) => role !== null && isReadableUpstream),
    ({ role, layout }) => `${role} ${layout}`,
  );
  ok(groups.size >= 8);
  for (const [group, vectors] of groups) {
    const [role, layout] = group.split(" ") as [string, Layout];
    const options = ["--layout", layout, "--role", role, "--lines"];
    const hex = vectors.map(({ payload }) => payload.toHex());
    const decoded = await probe(["decode", ...options], { stdin: hex.join("\n") });
    const passes = decoded.stdout.trimEnd().split("\n").map((line) => JSON.parse(line).ok);
    const encoded = await probe(["encode", ...options], { stdin: decoded.stdout });
    const back = encoded.stdout.trimEnd().split("\n");
    equal(back.length, hex.length);
    for (const [index, isOk] of passes.entries()) if (isOk) equal(back[index], hex[index], vectors[index]!.name);
  }
});

Deno.test("probe decode --lines reads 10,000 frames in a stream", async () => {
  const stdin = `${PING}\n`.repeat(10_000);
  const { code, stdout } = await probe(["decode", ...AS_REQUEST, "--lines"], { stdin });
  equal(code, 0);
  equal(stdout.split("\n").length, 10_001);
});

Deno.test("probe encode refuses bytes that are not UTF-8 instead of replacing them", async () => {
  const [before, after] = JSON.stringify({ ...PING_ENVELOPE, sessionId: "|" }).split("|").map((part) =>
    new TextEncoder().encode(part)
  );
  const stdin = Uint8Array.of(...before!, 0xff, ...after!);
  const { code, json } = await probeJson(["encode", ...AS_REQUEST], { stdin });
  equal(code, 4);
  equal(json.error.message, "Cannot read JSON: expected UTF-8, found other bytes, at byte 0");
  const lines = await probe(["encode", ...AS_REQUEST, "--lines"], { stdin });
  equal(lines.code, 0);
  equal(JSON.parse(lines.stdout).ok, false);
});

Deno.test("probe decode --lines and encode --lines answer each line before the next one comes", async () => {
  const document = JSON.stringify({ ok: true, envelope: PING_ENVELOPE, pass: "strict" });
  for (const [verb, line, expected] of [["decode", PING, document], ["encode", document, PING]]) {
    const child = new Deno.Command(Deno.execPath(), {
      args: [...PROBE_COMMAND, verb!, ...AS_REQUEST, "--lines"],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const input = child.stdin.getWriter(), answers = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    for (let i = 0; i < 2; i++) {
      await input.write(new TextEncoder().encode(`${line}\n`));
      equal((await answers.read()).value, `${expected}\n`);
    }
    await input.close();
    equal((await answers.read()).done, true);
    equal((await child.status).code, 0);
  }
});
