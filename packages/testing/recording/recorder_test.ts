import { deepEqual, equal, ok } from "node:assert/strict";
import { encode, type Layout, LAYOUTS } from "@fluxwire/wire";
import { encodeFrame, memoryPair } from "@fluxwire/transport";
import { RawHost } from "../../wire/testing/raw_host.ts";
import { readVectors } from "../../../tests/vectors/vectors.ts";
import { isEntry } from "./entry.ts";
import { Recorder } from "./recorder.ts";

function recording(isRaw = false) {
  const lines: string[] = [];
  let ms = 0;
  const options = { isRaw, startedAt: new Date(0), now: () => ms++ };
  const recorder = new Recorder((line) => lines.push(line), options);
  // deno-lint-ignore no-explicit-any
  return { recorder, entries: (): any[] => lines.slice(1).map((line) => JSON.parse(line)), lines };
}

function helloOf(layout: Layout): Uint8Array {
  const host = new RawHost(memoryPair()[0], layout);
  return host.payload(host.hello());
}

Deno.test("Recorder writes whole lines, the header first, and entries that readers accept", () => {
  const { recorder, lines, entries } = recording();
  const connection = recorder.connection();
  connection.sent("host", encodeFrame(helloOf("0.6")));
  connection.closed("host", null);
  ok(lines.every((line) => line.endsWith("\n") && !line.slice(0, -1).includes("\n")));
  equal(lines[0], '{"format":"fluxwire-recording","version":1,"startedAt":"1970-01-01T00:00:00.000Z","masked":true}\n');
  ok(entries().every(isEntry));
  deepEqual(entries().map(({ ms }) => ms), [1, 2, 3]);
});

Deno.test("Recorder takes a connection's layout from Hello, and keeps the bytes of messages without secrets", () => {
  for (const layout of LAYOUTS) {
    const { recorder, entries } = recording();
    const connection = recorder.connection();
    const ping = new RawHost(memoryPair()[0], layout).payload({ requestId: 1n, body: { type: "Ping" } });
    for (const payload of [helloOf(layout), ping]) connection.sent("host", encodeFrame(payload));
    deepEqual(entries().slice(1).map((entry) => [entry.layout, entry.hex]), [
      [layout, helloOf(layout).toHex()],
      [layout, ping.toHex()],
    ]);
  }
});

Deno.test("Recorder keeps the bytes of upstream's own requests, also if they omit fields", () => {
  const kept: string[] = [];
  for (const { layout, payload, role, isReadableUpstream, name } of readVectors()) {
    if (role !== "request" || !isReadableUpstream || /OpenSession|Hello/.test(name)) continue;
    const { recorder, entries } = recording();
    const connection = recorder.connection();
    connection.sent("host", encodeFrame(helloOf(layout)));
    connection.sent("host", encodeFrame(payload));
    const { hex, pass, envelope } = entries()[2];
    if (pass === "trailing") continue;
    equal(hex, payload.toHex(), name);
    ok(envelope !== null);
    kept.push(name);
  }
  ok(kept.length > 20);
});

Deno.test("Recorder keeps no bytes after a message, unless it is raw", () => {
  const payload = Uint8Array.of(
    ...encode("request", "0.7.1", {
      protocolVersion: { major: 1, minor: 2 },
      requestId: 1n,
      body: { type: "Ping" },
    }),
    0x73,
    0x33,
    0x63,
  );
  for (const isRaw of [false, true]) {
    const { recorder, entries } = recording(isRaw);
    const connection = recorder.connection();
    connection.sent("host", encodeFrame(helloOf("0.7.1")));
    connection.sent("host", encodeFrame(payload));
    equal(entries()[2].hex, (isRaw ? payload : payload.subarray(0, -3)).toHex());
    equal(entries()[2].pass, "trailing");
  }
});

Deno.test("Recorder reports a stream that ends within a frame, and a driver that speaks first", () => {
  const { recorder, entries } = recording();
  const connection = recorder.connection();
  connection.sent("driver", encodeFrame(Uint8Array.of(1, 2, 3)));
  connection.sent("host", encodeFrame(helloOf("0.7.1")).subarray(0, 9));
  connection.closed("host", "ConnectionClosed");
  deepEqual(entries().map(({ event, unreadable }) => [event, unreadable?.reason]), [
    ["connect", undefined],
    ["frame", "no frame of the host has shown the layout yet"],
    ["frame", "the stream ended after 5 of 43 payload bytes"],
    ["close", undefined],
  ]);
  deepEqual(recorder.counts, { connections: 1, frames: 2, withheld: 2 });
});

Deno.test("Recorder drops a stream when too many frames are unfinished at once", () => {
  const { recorder, entries } = recording();
  const length = 16_777_216, start = new Uint8Array(4 + length - 1);
  new DataView(start.buffer).setUint32(0, length, true);
  const connections = Array.from({ length: 5 }, () => recorder.connection());
  for (const connection of connections) connection.sent("host", start);
  for (const connection of connections) connection.closed("host", null);
  const reasons = entries().filter(({ event }) => event === "frame").map(({ unreadable }) => unreadable.reason);
  equal(reasons.filter((reason) => reason === "too many frames are unfinished at once").length, 2);
});
