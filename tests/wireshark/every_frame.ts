/**
 * tshark dissects every frame of a recording with all messages in all layouts, and finds what the codec finds.
 *
 * @module
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { annotate, codecOf, type DriverRequestEnvelope, encode, LAYOUTS, type Span, toExact } from "@fluxwire/wire";
import { bodiesOf } from "../../packages/testing/generate/message_of.ts";
import type { FrameEntry } from "../../packages/testing/recording/entry.ts";
import { probe } from "../e2e/run_probe.ts";
import { everyMessage } from "./every_message.ts";
import { dissect, type DissectedField, type DissectedPacket, hasTshark } from "./tshark.ts";

/** The bytes before the offsets of a packet. */
const HEADER_BYTES = 12;
const SEED = 20_261_121;

if (!await hasTshark()) {
  console.error("Error: tshark is missing; run DEBIAN_FRONTEND=noninteractive apt-get install -y tshark");
  Deno.exit(1);
}

Deno.test("tshark reads every message in every layout, and finds what the codec finds", async () => {
  const folder = await Deno.makeTempDir();
  const [recording, capture] = [`${folder}/all.ndjson`, `${folder}/all.pcapng`];
  const lines = everyMessage(SEED);
  await Deno.writeTextFile(recording, lines.join(""));
  const exported = await probe(["export", "--pcapng", capture, recording]);
  equal(exported.code, 0, exported.stderr);
  const packets = await dissect(capture);
  equal(packets.length, lines.length - 1);
  const seen = new Set<string>();
  let values = 0;
  for (const [i, line] of lines.slice(1).entries()) {
    const entry = JSON.parse(line), packet = packets[i]!;
    ok(!/malformed|lua error/i.test(packet.text), problemOf(packet));
    if (entry.event !== "frame") continue;
    ok(entry.unreadable === null || isUncrossable(entry), line.slice(0, 500));
    if (entry.unreadable !== null) continue;
    seen.add(`${entry.layout} ${entry.from} ${entry.envelope.body.type}`).add(entry.pass);
    values += compare(entry, packet, line);
  }
  console.log(`${packets.length} packets, ${values} values; seed ${SEED}`);
  for (const pass of ["strict", "lenient", "tail"]) ok(seen.has(pass), pass);
  for (const layout of LAYOUTS) {
    for (const [from, role] of [["host", "request"], ["driver", "response"]] as const) {
      for (const body of bodiesOf(role, layout)) ok(seen.has(`${layout} ${from} ${body}`), `${layout} ${body}`);
    }
  }
  await Deno.remove(folder, { recursive: true });
});

/** The line with a problem. */
function problemOf({ text }: DissectedPacket): string {
  return text.split("\n").filter((line) => /malformed|lua error/i.test(line)).join("\n").slice(0, 2_000);
}

/** Compares every value of a frame; gives their number. */
function compare({ from, layout, hex, pass }: FrameEntry, { fields }: DissectedPacket, line: string): number {
  const payload = Uint8Array.fromHex(hex!), role = from === "host" ? "request" : "response";
  const { spans } = annotate(role, layout!, payload);
  const leftOut = pass === "strict" || pass === "trailing" ? 0 : spans.filter(({ type }) => type === "left out").length;
  const start = HEADER_BYTES + 4 * leftOut;
  const found = new Map<string, DissectedField[]>();
  for (const field of fields) {
    const place = `${field.pos} ${field.size}`;
    found.set(place, [...found.get(place) ?? [], field]);
  }
  const wanted = spans.filter(({ type }) => type !== "option tag" && type !== "left out" && type !== "left over");
  for (const span of wanted) {
    const at = found.get(placeOf(span, start)) ?? [];
    const displayed = at.map(({ show }) => show);
    ok(
      displayed.some((show) => isSame(span, show)) || isEmptyBytes(span),
      `${span.path} of ${span.type}: codec ${String(span.value)}, tshark ${JSON.stringify(displayed)}; ${layout} ${
        codecOf(layout!)
      } ${pass} ${line.slice(0, 1_000)}`,
    );
  }
  return wanted.length;
}

/** The place of a value in tshark's output: byte strings come without their count. */
function placeOf({ offset, length, value }: Span, start: number): string {
  const counted = value instanceof Uint8Array ? length - value.length : 0;
  return `${start + offset + counted} ${length - counted}`;
}

/** Whether tshark shows the codec's value; it renders control characters and halves of characters in its own way. */
function isSame({ type, value }: Span, show: string): boolean {
  if (typeof value === "boolean") return show === (value ? "1" : "0");
  if (value instanceof Uint8Array) return show.replaceAll(":", "") === value.toHex();
  if (type === "f32" || type === "f64") return isSameFloat(Number(value), show);
  if (typeof value === "number" || typeof value === "bigint") return BigInt(show) === BigInt(value);
  return plain(show) === plain(String(value));
}

function isSameFloat(value: number, show: string): boolean {
  if (Number.isNaN(value)) return /nan/i.test(show);
  if (!Number.isFinite(value)) return /inf/i.test(show) && show.startsWith("-") === value < 0;
  // The largest float, as rounded for display, exceeds the largest float.
  return Math.abs(Number(show) - value) <= Math.abs(value) * 1e-5 || value.toPrecision(15) === show;
}

function plain(text: string): string {
  return text.replace(/\\(?:x[0-9a-f]{2}|[0-7]{3}|.)|[^\x21-\x5b\x5d-\x7e]/gi, "");
}

/** Wireshark shows no field without bytes. */
function isEmptyBytes({ value }: Span): boolean {
  return value instanceof Uint8Array && value.length === 0;
}

/** Fields that upstream omits in the middle of a frame cannot always be decoded (H2, H7). */
function isUncrossable({ envelope, hex }: FrameEntry): boolean {
  return envelope === null && hex !== null;
}

/** A frame that exceeds a packet's limit. */
function longFrame(): Record<string, unknown> {
  const envelope: DriverRequestEnvelope = {
    protocolVersion: { major: 1, minor: 2 },
    requestId: 1n,
    body: { type: "Execute", request: { sql: "x".repeat(300_000), params: [] } },
  };
  const hex = encode("request", "0.7.1", envelope).toHex();
  return { layout: "0.7.1", hex, envelope: toExact("request", envelope), pass: "strict", masked: [], unreadable: null };
}

Deno.test("tshark shows withheld and cut frames", async () => {
  const folder = await Deno.makeTempDir();
  const header = { format: "fluxwire-recording", version: 1, startedAt: "2026-01-02T03:04:05.000Z", masked: true };
  const unread = { layout: null, hex: null, envelope: null, pass: null, masked: [] };
  const withheld = { ...unread, unreadable: { bytes: 7, reason: "it is unreadable" } };
  const lines = [
    header,
    { ms: 0, connection: 1, event: "connect" },
    { ms: 1.5, connection: 1, event: "frame", from: "driver", ...withheld },
    { ms: 2, connection: 1, event: "close", by: "tap", reason: "the recording was ended" },
    { ms: 3, connection: 2, event: "frame", from: "host", ...longFrame() },
  ];
  await Deno.writeTextFile(`${folder}/r.ndjson`, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  equal((await probe(["export", "--pcapng", `${folder}/r.pcapng`, `${folder}/r.ndjson`])).code, 0);
  const packets = await dissect(`${folder}/r.pcapng`);
  const valuesOf = (name: string) => packets.map(({ fields }) => fields.find((field) => field.name === name)?.show);
  deepEqual(valuesOf("fluxwire.event"), ["connect", "unreadable", "close", "frame"]);
  deepEqual(valuesOf("fluxwire.from"), ["host", "driver", "tap", "host"]);
  deepEqual(valuesOf("fluxwire.reason"), [
    undefined,
    "7 bytes: it is unreadable",
    "the recording was ended",
    undefined,
  ]);
  match(packets[3]!.text, /cut: the capture has the beginning only/);
  ok(packets.every(({ text }) => !/malformed|lua error/i.test(text)));
  await Deno.remove(folder, { recursive: true });
});
