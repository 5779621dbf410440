import { deepEqual, equal, match, ok } from "node:assert/strict";
import { encodeFrame } from "@fluxwire/transport";
import { probeHere } from "./run_here.ts";
import { probe, probeJson } from "./run_probe.ts";

const PING = "010202011000112233445566778899aabbccddeeff0003";
const AS_REQUEST = ["--layout", "0.7.1", "--role", "request"];

Deno.test("probe list shows every request with its number and answer, and every type in its group", async () => {
  const human = await probe(["list"]);
  equal(human.code, 0);
  equal(human.stderr, "");
  match(human.stdout, /^ +0 {2}Hello +Hello$/m);
  match(human.stdout, /^ +55 {2}GenerateCode +GenerateCodeResult$/m);
  match(human.stdout, /^metadata:\n(?: {2}\w+\n)+/m);
  const { code, json } = await probeJson(["list"]);
  equal(code, 0);
  equal(json.requests.length, 56);
  deepEqual(json.requests[3], { number: 3, name: "Ping", answer: "Pong" });
  ok(json.groups.flags.includes("DriverCapabilities"));
  ok(json.groups.auth.includes("AuthProviderRequestBody"));
});

Deno.test("probe describe shows fields, variants by layout and flags", async () => {
  const struct = await probeHere(["describe", "DriverMetadata"]);
  match(struct.stdout, /^ {2}transferFamily +TransferFamily +since 0\.7\.0 +default Incompatible$/m);
  const leftOut = await probeHere(["describe", "CrudResult"]);
  match(leftOut.stdout, /metadataExtra .* since 0\.7\.1 +upstream leaves it out if it is absent, at the end/);
  const variants = await probeHere(["describe", "Icon"]);
  match(variants.stdout, /^ {2}Database +7 +8 +9 +11 +11 +12$/m);
  match(variants.stdout, /^ {2}Redshift +- +- +- +7 +7 +7$/m);
  const payloads = await probeHere(["describe", "FormFieldKind"]);
  match(payloads.stdout, /^fields of DynamicSelect:\n {2}dependsOn +list of text$/m);
  const flags = await probeHere(["describe", "DriverCapabilities"]);
  match(flags.stdout, /^ {2}0\.6 +0xffffffffffffff$/m);
  match(flags.stdout, /^ {2}48 {2}MULTI_STATEMENT +since 0\.6$/m);
});

Deno.test("probe describe --layout shows that layout alone", async () => {
  const { stdout } = await probeHere(["describe", "Icon", "--layout", "0.6"]);
  equal(stdout.includes("Redshift"), false);
  match(stdout, /^ {2}Database +9$/m);
  const { json } = await probeJson(["describe", "Icon", "--layout", "0.4"]);
  deepEqual(json.variants.at(-1), { name: "Database", since: "0.4", numbers: { "0.4": 7 }, payload: null, fields: [] });
  const flags = await probeJson(["describe", "CodeGenCapabilities", "--layout", "0.4"]);
  deepEqual(flags.json.masks, { "0.4": "0x7fff" });
});

Deno.test("probe describe exits with 1 for an unknown type, and suggests a similar one", async () => {
  const cases: [string[], RegExp][] = [
    [["DriverMetdata"], /Unknown type: DriverMetdata; did you mean DriverMetadata\?/],
    [[], /Missing type: give one that fluxwire probe list shows/],
    [["Icon", "--layout", "0.9"], /Cannot use --layout 0\.9: choose one of/],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await probeHere(["describe", ...args]);
    equal(code, 1);
    equal(stdout, "");
    match(stderr, expected);
  }
});

Deno.test("probe decode --annotate shows the meaning of each byte", async () => {
  const { code, stdout, stderr } = await probe(["decode", "--annotate", ...AS_REQUEST, "--hex", PING]);
  equal(stderr, "");
  equal(code, 0);
  match(stdout, /^ +22 {2}03 +body +variant of DriverRequestBody {2}Ping$/m);
  const { json } = await probeJson(["decode", "--annotate", ...AS_REQUEST, "--framed"], {
    stdin: encodeFrame(Uint8Array.fromHex(PING)),
  });
  equal(json.pass, "strict");
  deepEqual(json.spans[0], { offset: -4, bytes: "17000000", path: "", type: "length", value: 23 });
  deepEqual(json.spans.at(-1), {
    offset: 22,
    bytes: "03",
    path: "body",
    type: "variant of DriverRequestBody",
    value: "Ping",
  });
});

Deno.test("probe decode --annotate of a broken frame shows all before the first wrong byte, and exits with 4", async () => {
  const broken = `${PING.slice(0, -2)}63`;
  const { code, stdout, stderr } = await probe(["decode", "--annotate", ...AS_REQUEST, "--hex", broken]);
  equal(code, 4);
  match(stdout, /\n +21 {2}00 .*\n +22 {2}63 +body +error +expected a variant of DriverRequestBody .*, found 99\n$/);
  match(stderr, /^error\[Malformed\]: /);
  const truncated = await probeJson([
    "decode",
    "--annotate",
    "--framed",
    ...AS_REQUEST,
    "--hex",
    `17000000${broken.slice(8)}`,
  ]);
  equal(truncated.code, 4);
  equal(truncated.json.error.code, "FrameTruncated");
  const refused = await probe(["decode", "--annotate", "--lines", ...AS_REQUEST], { stdin: PING });
  equal(refused.code, 1);
});

Deno.test("probe decode --annotate folds a long result, and --all does not", async () => {
  const rows = Array.from({ length: 1_000 }, (_, row) => [{ type: "Int", value: String(row) }]);
  const result = { shape: "Table", columns: [], rows, executionTimeMs: "0" };
  const body = { type: "ExecuteResult", result };
  const stdin = JSON.stringify({ protocolVersion: { major: 1, minor: 2 }, requestId: "1", done: true, body });
  const options = ["--layout", "0.7.1", "--role", "response"];
  const { bytes } = await probe(["encode", ...options], { stdin });
  const folded = await probe(["decode", "--annotate", ...options], { stdin: bytes });
  match(folded.stdout, /… \d+ bytes, 2952 values +body\.result\.rows\[16\] to body\.result\.rows\[999\]\[0\]/);
  ok(folded.stdout.split("\n").length < 100);
  const all = await probe(["decode", "--annotate", "--all", ...options], { stdin: bytes });
  ok(all.stdout.split("\n").length > 3_000);
});
