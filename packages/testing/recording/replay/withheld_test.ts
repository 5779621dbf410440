import { deepEqual, equal } from "node:assert/strict";
import { encodeFrame, FrameDecoder, MemoryListener, memoryPair, type Transport } from "@fluxwire/transport";
import { decode, type DriverRequestBody, type DriverResponseBody, encode, toExact } from "@fluxwire/wire";
import { helloOf } from "@fluxwire/wire/client";
import type { Entry, FrameEntry, Sender } from "../entry.ts";
import { replayAsDriver } from "./as_driver.ts";
import { replayAsHost } from "./as_host.ts";
import { IgnoredPaths } from "./ignored_paths.ts";
import { recordedConnections } from "./recorded_connection.ts";

const VERSION = { major: 1, minor: 2 };
const PONG: DriverResponseBody = { type: "Pong" };
const TIMEOUT_MS = 10_000;

function request(body: DriverRequestBody, requestId = 0n) {
  return { protocolVersion: VERSION, requestId, sessionId: null, timeoutMs: null, body };
}

function response(body: DriverResponseBody, requestId = 0n) {
  return { protocolVersion: VERSION, requestId, sessionId: null, done: true, body };
}

function frame(connection: number, from: Sender, part: Pick<FrameEntry, "hex" | "envelope">): FrameEntry {
  return {
    event: "frame",
    ms: 0,
    connection,
    from,
    layout: "0.7.1",
    pass: "strict",
    masked: [],
    unreadable: null,
    ...part,
  };
}

function asked(connection: number, requestId: bigint): FrameEntry {
  const envelope = request({ type: "Ping" }, requestId);
  const hex = encode("request", "0.7.1", envelope).toHex();
  return frame(connection, "host", {
    hex,
    envelope: toExact("request", decode("request", "0.7.1", Uint8Array.fromHex(hex)).envelope),
  });
}

function answered(connection: number, requestId: bigint): FrameEntry {
  const hex = encode("response", "0.7.1", response(PONG, requestId)).toHex();
  return frame(connection, "driver", {
    hex,
    envelope: toExact("response", decode("response", "0.7.1", Uint8Array.fromHex(hex)).envelope),
  });
}

function withheld(connection: number, from: Sender): FrameEntry {
  return frame(connection, from, { hex: null, envelope: null });
}

const start = (connection: number): Entry => ({ event: "connect", ms: 0, connection });
const end = (connection: number, by: Sender): Entry => ({ event: "close", ms: 0, connection, by, reason: null });

async function* each(entries: readonly Entry[]): AsyncGenerator<Entry> {
  yield* entries;
}

/** Answers every request with Pong. */
async function pong(transport: Transport): Promise<void> {
  const frames = new FrameDecoder();
  for (let chunk = await transport.read(); chunk !== null; chunk = await transport.read()) {
    for (const payload of frames.push(chunk)) {
      const { requestId } = decode("request", "0.7.1", payload).envelope;
      await transport.write(encodeFrame(encode("response", "0.7.1", response(PONG, requestId))));
    }
  }
  transport.close();
}

async function asHost(entries: readonly Entry[]) {
  const drivers: Promise<void>[] = [];
  const report = await replayAsHost(each(entries), {
    dial: () => {
      const [here, there] = memoryPair();
      drivers.push(pong(there));
      return Promise.resolve(here);
    },
    secrets: { token: null, password: () => null, values: new Map() },
    ignored: new IgnoredPaths([]),
    timeoutMs: TIMEOUT_MS,
    signal: new AbortController().signal,
  });
  await Promise.all(drivers);
  return report;
}

Deno.test("replayAsHost() names a request that was withheld, and goes on with the next connection", async () => {
  const { differences, compared, connections } = await asHost([
    ...[start(1), asked(1, 1n), answered(1, 1n), withheld(1, "host"), answered(1, 2n), end(1, "driver")],
    ...[start(2), asked(2, 1n), answered(2, 1n), end(2, "host")],
  ]);
  deepEqual(differences, [{
    frame: 3,
    connection: 1,
    path: "",
    recorded: "a request that is withheld",
    found: "not sent, nor what follows on its connection",
  }]);
  deepEqual([compared, connections], [2, 2]);
});

Deno.test("replayAsHost() names an answer that was withheld once, and counts it not among those that are too many", async () => {
  const { differences } = await asHost([
    ...[start(1), asked(1, 1n), withheld(1, "driver"), asked(1, 2n), answered(1, 2n), end(1, "host")],
  ]);
  deepEqual(differences.map(({ frame, recorded }) => [frame, recorded]), [[2, "an answer that is withheld"]]);
});

/** Replays as the driver to a host that sends these payloads, and gives the bodies that it got until the end. */
async function asDriver(entries: readonly Entry[], payloads: readonly Uint8Array[]) {
  const listener = new MemoryListener();
  const running = replayAsDriver(await recordedConnections(each(entries)), {
    listener,
    ignored: new IgnoredPaths([]),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const host = listener.connect(), frames = new FrameDecoder(), got: string[] = [];
  for (const payload of payloads) await host.write(encodeFrame(payload));
  for (let chunk = await host.read(); chunk !== null; chunk = await host.read()) {
    for (const payload of frames.push(chunk)) got.push(decode("response", "0.7.1", payload).envelope.body.type);
  }
  host.close();
  return { got, report: await running };
}

Deno.test("replayAsDriver() closes without an answer where the recorded driver did", async () => {
  const hello = encode("request", "0.7.1", request(helloOf("0.7.1", null)));
  const envelope = toExact("request", decode("request", "0.7.1", hello).envelope);
  const { got, report } = await asDriver(
    [start(1), frame(1, "host", { hex: hello.toHex(), envelope }), end(1, "driver")],
    [hello],
  );
  deepEqual(got, []);
  equal(report.isEqual, true, JSON.stringify(report.differences));
});

Deno.test("replayAsDriver() answers what was answered before it closes where the recorded driver did", async () => {
  const ping = (id: bigint) => encode("request", "0.7.1", request({ type: "Ping" }, id));
  const { got, report } = await asDriver(
    [start(1), asked(1, 1n), answered(1, 1n), asked(1, 2n), end(1, "driver")],
    [ping(1n), ping(2n)],
  );
  deepEqual(got, ["Pong"]);
  equal(report.isEqual, true, JSON.stringify(report.differences));
});
