import assert from "node:assert/strict";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ConnectionError } from "./errors.ts";
import { encodeFrame } from "./frame.ts";
import { memoryPair } from "./memory.ts";
import { ManualClock } from "./manual_clock.ts";
import { ScriptedTransport } from "./testing/scripted_transport.ts";

interface Scripted {
  transport: ScriptedTransport;
  connection: Connection;
  clock: ManualClock;
  payloads: Uint8Array[];
}

function openScripted(options: Partial<ConnectionOptions> = {}): Scripted {
  const transport = new ScriptedTransport();
  const clock = new ManualClock();
  const payloads: Uint8Array[] = [];
  const onPayload = (payload: Uint8Array) => void payloads.push(payload.slice());
  return { transport, clock, payloads, connection: new Connection(transport, { onPayload, clock, ...options }) };
}

/** Lets everything run that waits for no event from outside. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

const PING = Uint8Array.of(1, 2, 3);
const FRAME = encodeFrame(PING);

Deno.test("Connection.run() gives payloads in order and null at an end between frames", async () => {
  const { transport, connection, payloads } = openScripted();
  const run = connection.run();
  transport.arrive(new Uint8Array([...FRAME, ...encodeFrame(Uint8Array.of(4)), ...FRAME.subarray(0, 5)]));
  transport.arrive(FRAME.subarray(5));
  transport.arrive(null);
  assert.equal(await run, null);
  assert.deepEqual(payloads, [PING, Uint8Array.of(4), PING]);
  assert.ok(transport.isClosed);
});

Deno.test("Connection.run() tells an end within a frame", async () => {
  const { transport, connection, clock } = openScripted();
  const run = connection.run();
  transport.arrive(FRAME.subarray(0, 6));
  transport.arrive(null);
  const reason = await run;
  assert.ok(reason instanceof ConnectionError);
  assert.equal(reason.code, "FrameTruncated");
  assert.equal(reason.message, "Cannot read frame: the stream ended after 2 of 3 payload bytes");
  assert.equal(clock.timers.size, 0);
});

Deno.test("Connection.run() gives what the transport's read failed with", async () => {
  const { transport, connection } = openScripted();
  const run = connection.run();
  const failure = new ConnectionError("ConnectionClosed", "Cannot read from socket: reset");
  transport.arrive(failure);
  assert.equal(await run, failure);
  assert.ok(transport.isClosed);
});

Deno.test("Connection.run() ends at a bad length, after the frames before it and with their answers written", async () => {
  const { transport, connection, payloads } = openScripted({
    limits: { maxFrameBytes: 3 },
    onPayload: (payload) => {
      payloads.push(payload.slice());
      connection.send(Uint8Array.of(9));
    },
  });
  const run = connection.run();
  transport.arrive(new Uint8Array([...FRAME, 4, 0, 0, 0]));
  await turn();
  assert.deepEqual(transport.written, [encodeFrame(Uint8Array.of(9))]);
  assert.equal(transport.isClosed, false);
  transport.finishWrite();
  const reason = await run;
  assert.deepEqual(payloads, [PING]);
  assert.equal(reason?.message, "Cannot read frame: length 4 exceeds maxFrameBytes 3");
});

Deno.test("Connection.run() waits for its last writes no longer than frameTimeoutMs", async () => {
  const { transport, connection, clock } = openScripted();
  const run = connection.run();
  connection.send(PING);
  transport.arrive(null);
  await turn();
  assert.deepEqual([...clock.timers.values()].map((timer) => timer.delayMs), [10_000]);
  clock.fire();
  assert.equal(await run, null);
  assert.ok(transport.isClosed);
});

Deno.test("Connection.run() keeps its reason where the last writes fail", async () => {
  const { transport, connection, clock } = openScripted();
  const run = connection.run();
  connection.send(PING);
  transport.arrive(null);
  await turn();
  transport.finishWrite(new ConnectionError("ConnectionClosed", "Cannot write to socket: broken pipe"));
  assert.equal(await run, null);
  assert.equal(clock.timers.size, 0);
});

Deno.test("Connection.run() closes with what onPayload throws, and gives it no further payload", async () => {
  const failure = new Error("no such body");
  let calls = 0;
  const { transport, connection } = openScripted({
    onPayload: () => {
      calls++;
      throw failure;
    },
  });
  const run = connection.run();
  transport.arrive(new Uint8Array([...FRAME, ...FRAME]));
  assert.equal(await run, failure);
  assert.equal(calls, 1);
  assert.ok(transport.isClosed);
});

Deno.test("Connection.run() makes an Error of anything else that onPayload throws", async () => {
  const { transport, connection } = openScripted({
    onPayload: () => {
      throw "text";
    },
  });
  const run = connection.run();
  transport.arrive(FRAME);
  const reason = await run;
  assert.equal(reason?.message, "text");
  assert.equal(reason.cause, "text");
});

Deno.test("Connection.run() closes a frame that does not finish within frameTimeoutMs", async () => {
  const { transport, connection, clock } = openScripted({ limits: { frameTimeoutMs: 250 } });
  const run = connection.run();
  transport.arrive(FRAME.subarray(0, 2));
  await turn();
  transport.arrive(FRAME.subarray(2, 6));
  await turn();
  assert.deepEqual([...clock.timers.values()].map((timer) => timer.delayMs), [250]);
  assert.equal(clock.count, 1, "a slow sender gets no new time for each byte");
  clock.fire();
  const reason = await run;
  assert.equal(reason?.name, "ProtocolError");
  assert.ok("code" in reason && reason.code === "FrameTimeout");
  assert.equal(reason.message, "Cannot read frame: 2 of 3 payload bytes arrived within frameTimeoutMs 250");
});

Deno.test("Connection.run() sets no timer for frames that arrive whole, and a new one for each that does not", async () => {
  const { transport, connection, clock } = openScripted();
  const run = connection.run();
  transport.arrive(new Uint8Array([...FRAME, ...FRAME]));
  await turn();
  assert.equal(clock.count, 0);
  transport.arrive(FRAME.subarray(0, 5));
  transport.arrive(new Uint8Array([...FRAME.subarray(5), ...FRAME.subarray(0, 5)]));
  await turn();
  assert.equal(clock.count, 2);
  transport.arrive(FRAME.subarray(5));
  await turn();
  assert.equal(clock.timers.size, 0);
  transport.arrive(null);
  await run;
});

Deno.test("Connection.send() refuses a bad length and the connection lives", async () => {
  const { transport, connection } = openScripted({ limits: { maxFrameBytes: 3 } });
  assert.throws(() => connection.send(new Uint8Array(4)), {
    name: "ProtocolError",
    code: "FrameTooLong",
    message: "Cannot write frame: length 4 exceeds maxFrameBytes 3",
  });
  assert.throws(() => connection.send(new Uint8Array(0)), { name: "ProtocolError", code: "FrameEmpty" });
  connection.send(PING);
  await turn();
  assert.deepEqual(transport.written, [FRAME]);
  connection.close();
});

Deno.test("Connection.send() closes the connection when too much waits to be written", async () => {
  const { transport, connection } = openScripted({ limits: { maxQueuedBytes: 14 } });
  const run = connection.run();
  connection.send(PING);
  await turn();
  connection.send(PING);
  assert.equal(transport.isClosed, false);
  connection.send(PING);
  const reason = await run;
  assert.equal(reason?.name, "ProtocolError");
  assert.ok("code" in reason && reason.code === "QueueFull");
  assert.equal(
    reason.message,
    "Cannot write frame: 21 queued bytes exceeds maxQueuedBytes 14; the peer must read",
  );
  assert.equal(transport.written.length, 1);
});

Deno.test("Connection.send() does nothing after close", async () => {
  const { transport, connection } = openScripted();
  connection.close();
  connection.send(PING);
  connection.send(new Uint8Array(0));
  await turn();
  assert.equal(transport.written.length, 0);
});

Deno.test("Connection.flush() resolves at once with nothing queued, and when the connection ends", async () => {
  const { connection } = openScripted();
  await connection.flush();
  connection.send(PING);
  const flushed = connection.flush();
  connection.close();
  await flushed;
  await connection.flush();
});

Deno.test("Connection.close() ends run with the first reason, once", async () => {
  const { transport, connection } = openScripted();
  const run = connection.run();
  const reason = new Error("first");
  connection.close(reason);
  connection.close(new Error("second"));
  assert.equal(await run, reason);
  assert.ok(transport.isClosed);
});

Deno.test("Connection.close() without a reason, also before run, ends it with null", async () => {
  const { connection } = openScripted();
  connection.close();
  assert.equal(await connection.run(), null);
});

Deno.test("Connection.close() within onPayload keeps back the payloads that follow", async () => {
  let calls = 0;
  const { transport, connection } = openScripted({
    onPayload: () => {
      calls++;
      connection.close();
    },
  });
  const run = connection.run();
  transport.arrive(new Uint8Array([...FRAME, ...FRAME]));
  assert.equal(await run, null);
  assert.equal(calls, 1);
});

Deno.test("Connection.close() clears the timer of a frame that has begun", async () => {
  const { transport, connection, clock } = openScripted();
  const run = connection.run();
  transport.arrive(FRAME.subarray(0, 5));
  await turn();
  assert.equal(clock.timers.size, 1);
  connection.close();
  await run;
  assert.equal(clock.timers.size, 0);
});

Deno.test("Connection ends with what a write failed with", async () => {
  const { transport, connection } = openScripted();
  const run = connection.run();
  connection.send(PING);
  await turn();
  const failure = new ConnectionError("ConnectionClosed", "Cannot write to socket: broken pipe");
  transport.finishWrite(failure);
  assert.equal(await run, failure);
});

Deno.test("Connection uses the process's own timers by default and leaves none", async () => {
  const [there, here] = memoryPair();
  const connection = new Connection(here, { onPayload: () => {} });
  const run = connection.run();
  await there.write(FRAME.subarray(0, 5));
  await turn();
  connection.close();
  assert.equal(await run, null);
});
