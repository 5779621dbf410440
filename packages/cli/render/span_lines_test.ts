import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type DriverResponseEnvelope, encode, type Value } from "@fluxwire/wire";
import { encodeFrame } from "@fluxwire/transport";
import { annotateBytes, type AnnotatedBytes } from "./annotated.ts";
import { annotationDocument } from "./span_json.ts";
import { spanLines } from "./span_lines.ts";

const PING = Uint8Array.fromHex("010202011000112233445566778899aabbccddeeff0003");
const AS_REQUEST = { layout: "0.7.1", role: "request", isFramed: false } as const;

function resultOf(...rows: Value[][]): AnnotatedBytes {
  const envelope: DriverResponseEnvelope = {
    protocolVersion: { major: 1, minor: 2 },
    requestId: 1n,
    done: true,
    body: { type: "ExecuteResult", result: { shape: "Table", columns: [], rows, executionTimeMs: 0n } },
  };
  const payload = encode("response", "0.7.1", envelope);
  return annotateBytes(payload, { layout: "0.7.1", role: "response", isFramed: false });
}

Deno.test("spanLines() shows offset, bytes, path, type and value, sixteen bytes a line", () => {
  deepEqual(spanLines(annotateBytes(PING, AS_REQUEST)).map((line) => line.split(/ {2,}/)), [
    ["offset", "bytes", "path", "type", "value"],
    ["", "0", "01", "protocolVersion.major", "u16", "1"],
    ["", "1", "02", "protocolVersion.minor", "u16", "2"],
    ["", "2", "02", "requestId", "u64", "2"],
    ["", "3", "01", "sessionId", "option tag", "present"],
    [
      "",
      "4",
      "10 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee",
      "sessionId",
      "uuid",
      '"00112233-4455-6677-8899-aabbccddeeff"',
    ],
    ["", "20", "ff"],
    ["", "21", "00", "timeoutMs", "option tag", "absent"],
    ["", "22", "03", "body", "variant of DriverRequestBody", "Ping"],
  ]);
});

Deno.test("spanLines() folds long texts and the later elements of lists, unless all are to be shown", () => {
  const annotated = resultOf(["x".repeat(1_000)], ...Array.from({ length: 100 }, () => [1n]));
  const folded = spanLines(annotated), all = spanLines(annotated, { showsAll: true });
  equal(folded.filter((line) => line.includes("… 954 more bytes")).length, 1);
  const late = folded.filter((line) => line.includes("rows[16]"));
  equal(late.length, 1);
  match(late[0]!, /… 255 bytes, 255 values {2,}body\.result\.rows\[16\] to body\.result\.rows\[100\]\[0\]$/);
  equal(all.some((line) => line.includes(" … ")), false);
  ok(all.length > 300 && folded.length < 80);
});

Deno.test("spanLines() ends a broken payload with the first wrong byte and what was expected there", () => {
  const broken = annotateBytes(Uint8Array.fromHex("0102020000630102"), AS_REQUEST);
  match(
    spanLines(broken).at(-1) ?? "",
    /^ +5 {2,}63 01 02 {2,}body {2,}error {2,}expected a variant of DriverRequestBody from 0 to 55, found 99$/,
  );
});

Deno.test("spanLines() puts the length of a frame before the payload", () => {
  const framed = annotateBytes(encodeFrame(PING), { ...AS_REQUEST, isFramed: true });
  match(spanLines(framed)[1] ?? "", /^ +-4 {2,}17 00 00 00 {2,}length {2,}23$/);
  equal(framed.frameError, null);
});

Deno.test("annotateBytes() of a broken frame reports what it found", () => {
  const cases: [string, string | null, number][] = [
    ["", "expected a length", 0],
    ["1700", "the stream ended after 2 of 4", 0],
    ["1700000001", "the stream ended after 1 of 23", 1],
    ["060000000102020000030001", "found 2 more bytes", 6],
    ["00000000", "length 0", 0],
    ["ffffffff0102", "4294967295", 2],
  ];
  for (const [hex, reason, payloadBytes] of cases) {
    const { frameError, payload } = annotateBytes(Uint8Array.fromHex(hex), { ...AS_REQUEST, isFramed: true });
    ok(frameError !== null && reason !== null && frameError.message.includes(reason), `${hex}: ${frameError?.message}`);
    equal(payload.length, payloadBytes, hex);
  }
});

Deno.test("annotationDocument() has the bytes and the value of each span, and what is wrong", () => {
  const { spans, ...rest } = annotationDocument(resultOf([NaN, -0, 1n, new Uint8Array([1, 255])]));
  deepEqual(rest, { pass: "strict", omitted: 0 });
  const cells = spans.filter(({ path }) => /rows\[0\]\[\d\]$/.test(path)).map(({ bytes, value }) => [bytes, value]);
  deepEqual(cells, [
    ["03", "Float"],
    ["000000000000f87f", "NaN"],
    ["03", "Float"],
    ["0000000000000080", "-0"],
    ["02", "Int"],
    ["02", "1"],
    ["05", "Bytes"],
    ["0201ff", "01ff"],
  ]);
  const { error } = annotationDocument(annotateBytes(PING.subarray(0, 22), AS_REQUEST));
  deepEqual([error?.code, error?.offset, error?.path], ["Malformed", 22, "body"]);
});
