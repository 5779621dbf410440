import assert from "node:assert/strict";
import { ConnectionError } from "./errors.ts";
import { encodeFrame, FrameDecoder } from "./frame.ts";
import { FrameWriter } from "./frame_writer.ts";
import { type ConnectionLimits, DEFAULT_CONNECTION_LIMITS } from "./limits.ts";
import { ScriptedTransport } from "./testing/scripted_transport.ts";
import { memoryPair } from "./memory.ts";

const PING = Uint8Array.of(1, 2, 3);
const FRAME = encodeFrame(PING);

function openWriter(limits: Partial<ConnectionLimits> = {}) {
  const transport = new ScriptedTransport();
  const failures: unknown[] = [];
  const writer = new FrameWriter(
    transport,
    { ...DEFAULT_CONNECTION_LIMITS, ...limits },
    (error) => failures.push(error),
  );
  return { transport, writer, failures };
}

/** Lets everything run that waits for no event from outside. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("FrameWriter.send() writes what is sent in one turn with one write, in order", async () => {
  const { transport, writer } = openWriter();
  writer.send(PING);
  writer.send(Uint8Array.of(4));
  assert.equal(transport.written.length, 0);
  await turn();
  assert.deepEqual(transport.written, [new Uint8Array([...FRAME, ...encodeFrame(Uint8Array.of(4))])]);
  writer.close();
});

Deno.test("FrameWriter.send() starts no write before the one before it has ended", async () => {
  const { transport, writer } = openWriter();
  writer.send(PING);
  await turn();
  writer.send(Uint8Array.of(4));
  await turn();
  assert.equal(transport.written.length, 1);
  transport.finishWrite();
  await turn();
  assert.deepEqual(transport.written[1], encodeFrame(Uint8Array.of(4)));
  writer.close();
});

Deno.test("FrameWriter.send() may queue again what was written", async () => {
  const { transport, writer } = openWriter({ maxQueuedBytes: 7 });
  for (let count = 1; count <= 3; count++) {
    writer.send(PING);
    await turn();
    transport.finishWrite();
    await writer.flush();
    assert.equal(transport.written.length, count);
  }
  writer.close();
});

Deno.test("FrameWriter.flush() resolves when what was sent before is written, also if more follows", async () => {
  const { transport, writer } = openWriter();
  writer.send(PING);
  let isFlushed = false;
  const flushed = writer.flush().then(() => isFlushed = true);
  await turn();
  writer.send(PING);
  assert.equal(isFlushed, false);
  transport.finishWrite();
  await flushed;
  await turn();
  assert.equal(transport.written.length, 2);
  writer.close();
});

Deno.test("FrameWriter.send() copies no more than one batch of a long payload", async () => {
  const { transport, writer } = openWriter();
  writer.send(PING);
  writer.send(new Uint8Array(200_000));
  for (let count = 0; count < 3; count++) {
    await turn();
    transport.finishWrite();
  }
  await turn();
  assert.deepEqual(transport.written.map((bytes) => bytes.length), [7, 65_536, 200_004 - 65_536]);
  await turn();
  assert.equal(writer.queuedBytes, 0);
});

Deno.test("FrameWriter.send() copies at once what goes into a batch: the caller may use its array again", async () => {
  const { transport, writer } = openWriter();
  const payload = new Uint8Array(3);
  for (let value = 1; value <= 3; value++) writer.send(payload.fill(value));
  await turn();
  for (let value = 4; value <= 5; value++) writer.send(payload.fill(value));
  const first = transport.written[0]!.slice();
  transport.finishWrite();
  await turn();
  const frames = (...values: number[]) => values.flatMap((value) => [3, 0, 0, 0, value, value, value]);
  assert.deepEqual([...first], frames(1, 2, 3));
  assert.deepEqual([...transport.written[1]!], frames(4, 5));
  writer.close();
});

Deno.test("FrameWriter.send() writes frames of any size whole and in order", async () => {
  const [reader, transport] = memoryPair();
  const sizes = [1, 65_531, 65_532, 65_533, 10, 200_000, 3, 65_536, 30_000, 30_000, 30_000];
  const sent = sizes.map((size, at) => new Uint8Array(size).fill(at + 1));
  const writer = new FrameWriter(transport, DEFAULT_CONNECTION_LIMITS, (error) => assert.fail(String(error)));
  for (const payload of sent) writer.send(payload);
  writer.flush().then(() => transport.close());
  const decoder = new FrameDecoder();
  const received: Uint8Array[] = [];
  for (let chunk = await reader.read(); chunk !== null; chunk = await reader.read()) {
    received.push(...decoder.push(chunk).map((payload) => payload.slice()));
  }
  decoder.end();
  assert.deepEqual(received.map((payload) => payload.length), sizes);
  assert.deepEqual(received, sent);
});

Deno.test("FrameWriter tells what a write failed with, and is closed", async () => {
  const { transport, writer, failures } = openWriter();
  const failure = new ConnectionError("ConnectionClosed", "Cannot write to socket: broken pipe");
  writer.send(PING);
  await turn();
  transport.finishWrite(failure);
  await turn();
  writer.send(PING);
  await turn();
  assert.deepEqual(failures, [failure]);
  assert.equal(transport.written.length, 1);
});

Deno.test("FrameWriter.close() drops what is queued and tells no failure", async () => {
  const { transport, writer, failures } = openWriter();
  writer.send(PING);
  const flushed = writer.flush();
  writer.close();
  transport.close();
  await flushed;
  await turn();
  await turn();
  assert.equal(writer.queuedBytes, 0);
  assert.equal(transport.written.length, 0);
  assert.deepEqual(failures, []);
});

Deno.test("FrameWriter.sendParts() writes the frame that send() writes, and copies no long part", async () => {
  const { transport, writer } = openWriter();
  const long = new Uint8Array(100_000).fill(7), parts = [PING, long, new Uint8Array(0), Uint8Array.of(8), long, PING];
  const frame = encodeFrame(new Uint8Array(parts.flatMap((part) => [...part])));
  writer.send(PING);
  writer.sendParts(parts);
  writer.send(PING);
  const written: Uint8Array[] = [];
  for (let i = 0; i < 5; i++) {
    await turn();
    written.push(transport.written[i]!.slice());
    transport.finishWrite();
  }
  assert.deepEqual(
    Uint8Array.from(written.flatMap((bytes) => [...bytes])),
    new Uint8Array([...FRAME, ...frame, ...FRAME]),
  );
  assert.deepEqual(written.map(({ length }) => length), [FRAME.length + 4 + 3, 100_000, 1, 100_000, 3 + FRAME.length]);
  await turn();
  assert.equal(writer.queuedBytes, 0);
  assert.throws(() => writer.sendParts([]), { code: "FrameEmpty" });
  writer.close();
});
