import { deepEqual, equal, rejects } from "node:assert/strict";
import { encodeFrame, memoryPair } from "@fluxwire/transport";
import { RawHost } from "../../wire/testing/raw_host.ts";
import type { CloseEntry } from "./entry.ts";
import { RecorderThread } from "./recorder_thread.ts";

function hello(): Uint8Array {
  const host = new RawHost(memoryPair()[0], "0.7.1");
  return encodeFrame(host.payload(host.hello()));
}

Deno.test("RecorderThread records several connections in order, and counts them", async () => {
  let text = "";
  const closed: CloseEntry[] = [];
  using recorder = new RecorderThread({
    isRaw: false,
    startedAt: new Date(),
    write: (lines) => text += lines,
    onClose: (entry) => closed.push(entry),
  });
  const connections = [recorder.connection(), recorder.connection()];
  for (const connection of connections) connection.sent("host", hello());
  connections[1]!.closed("driver", "ConnectionClosed");
  await recorder.end();
  const entries = text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line));
  deepEqual(entries.map(({ connection, event }) => [connection, event]), [
    [1, "connect"],
    [2, "connect"],
    [1, "frame"],
    [2, "frame"],
    [2, "close"],
  ]);
  deepEqual(closed, [entries[4]]);
  deepEqual(recorder.counts, { connections: 2, frames: 2, withheld: 0 });
});

Deno.test("RecorderThread makes connections wait while too much is unrecorded, and loses nothing", async () => {
  let frames = 0;
  const count = (lines: string) => frames += lines.match(/"event":"frame"/g)?.length ?? 0;
  using recorder = new RecorderThread({
    isRaw: false,
    startedAt: new Date(),
    write: count,
    onClose() {},
    maxUnrecordedBytes: 500_000,
  });
  const connection = recorder.connection(), frame = hello();
  const chunk = new Uint8Array(frame.length * 1_400);
  for (let at = 0; at < chunk.length; at += frame.length) chunk.set(frame, at);
  let waited = 0, sent = 0;
  while (waited === 0) {
    const room = connection.sent("host", chunk);
    sent += 1_400;
    if (room === undefined) continue;
    waited++;
    await room;
  }
  await recorder.end();
  equal(frames, sent);
});

Deno.test("RecorderThread fails if its lines cannot be written", async () => {
  using recorder = new RecorderThread({
    isRaw: false,
    startedAt: new Date(),
    write() {
      throw new Error("no room");
    },
    onClose() {},
  });
  await rejects(recorder.failed, /^Error: no room$/);
});
