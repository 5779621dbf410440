import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { Bench } from "../exporter/testing/raw_client.ts";
import { prober, type Seen } from "../exporter/testing/devices.ts";
import { connect } from "./connect.ts";
import type { Device } from "./device.ts";
import type { Exporter } from "./exporter.ts";
import { forwardTcp } from "./forward.ts";
import { sink, source } from "./resource.ts";

/** Gives a test a device of a served session, and what its generators have seen. */
async function withDevice(
  test: (device: Device, exporter: Exporter, seen: Seen) => Promise<void>,
): Promise<void> {
  const seen: Seen = { ended: Promise.withResolvers(), taken: 0 };
  await using bench = await Bench.of({ probe: prober(seen) });
  await using exporter = await connect({ endpoint: { address: bench.address, tls: null, passphrase: null } });
  await test(exporter.device("probe"), exporter, seen);
}

Deno.test("Device.call() gives back plain values", () =>
  withDevice(async (device) => {
    for (const value of [null, true, 1.5, "text", [1, ["a"]], { a: { b: null } }]) {
      deepEqual(await device.call("same", [value]), value);
    }
    equal(await device.call("nothing"), null);
  }));

Deno.test("Device.call() refuses an argument that is no value, with its place, before it asks", () =>
  withDevice(async (device) => {
    await rejects(device.call("same", [1, { deep: [() => 1] }]), { name: "TypeError", message: /argument 2/ });
    await rejects(device.call("same", ["\ud800"]), { name: "TypeError", message: /surrogate/ });
  }));

Deno.test("Device.call() fails with the exporter's code, method and text", () =>
  withDevice(async (device) => {
    await rejects(device.call("fail", ["InvalidArgument", "no such port"]), {
      name: "CallError",
      code: "INVALID_ARGUMENT",
      device: "probe",
      method: "fail",
      details: "no such port",
      message: "Cannot call probe.fail: no such port (INVALID_ARGUMENT)",
    });
  }));

Deno.test("Device.stream() ends the driver's generator when the loop is left, also while a value is awaited", async () => {
  await withDevice(async (device, _exporter, seen) => {
    const values = device.stream("forever");
    deepEqual(await values.next(), { value: 0, done: false });
    const waiting = values.next();
    await values.return();
    deepEqual(await waiting, { value: undefined, done: true });
    await seen.ended.promise;
  });
});

Deno.test("Device.stream() gives the values before an error, then the error", () =>
  withDevice(async (device) => {
    const values = device.stream("breaks");
    deepEqual((await values.next()).value, 1);
    await rejects(values.next(), { name: "CallError", code: "INVALID_ARGUMENT", details: "no further" });
  }));

Deno.test("Device.stream() holds a driver back while nothing is taken", () =>
  withDevice(async (device, _exporter, seen) => {
    const values = device.stream("large");
    await values.next();
    // A call behind it comes back: the driver's values were held, and not this connection.
    await device.call("nothing");
    const before = seen.taken;
    for (let turn = 0; turn < 20; turn++) await device.call("nothing");
    equal(seen.taken < before + 200, true, `${seen.taken} values of 64 KiB were taken`);
    await values.return();
    await seen.ended.promise;
  }));

Deno.test("ByteStream ends each direction for itself", () =>
  withDevice(async (device) => {
    await using stream = await device.bytes();
    await stream.write(new TextEncoder().encode("over"));
    equal(new TextDecoder().decode((await stream.read())!), "over");
    stream.endWriting();
    equal(await stream.read(), null);
  }));

Deno.test("ByteStream.close() does not wait for a device that takes nothing", () =>
  withDevice(async (device, _exporter, seen) => {
    const stream = await device.bytes("stalls");
    await stream.write(new Uint8Array(1));
    stream.close();
    await seen.ended.promise;
    equal(await stream.read(), null);
  }));

Deno.test("Device.bytes() fails with the device's reason", () =>
  withDevice(async (device) => {
    await rejects(device.bytes("refuses"), { name: "CallError", code: "UNAVAILABLE", details: "the port is closed" });
  }));

Deno.test("Device.call() lends bytes, and takes plain web streams, too", () =>
  withDevice(async (device) => {
    const image = new TextEncoder().encode("image");
    equal(await device.call("flash", [source(image), "part"]), "part: image");
    equal(await device.call("flash", [new Blob(["plain"]).stream()]), "plain");
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const dump = new Response(readable as ReadableStream<Uint8Array<ArrayBuffer>>).text();
    await device.call("dump", [sink(writable)]);
    equal(await dump, "dumped");
  }));

Deno.test("Device.call() lets go of a source that the driver does not read", () =>
  withDevice(async (device) => {
    const cancelled = Promise.withResolvers<void>();
    const endless = new ReadableStream<Uint8Array>({ cancel: () => cancelled.resolve() });
    equal(await device.call("leaves", [source(endless)]), "left");
    await cancelled.promise;
  }));

Deno.test("all that runs fails with a ConnectionError when the connection ends", async () => {
  const bench = await Bench.of({ probe: prober() });
  const exporter = await connect({ endpoint: { address: bench.address, tls: null, passphrase: null } });
  const device = exporter.device("probe");
  const values = device.stream("forever");
  await values.next();
  const stream = await device.bytes();
  const ends = [values.next(), stream.read()];
  const failing = Promise.all(ends.map((end) => rejects(end, { name: "ConnectionError", code: "ConnectionClosed" })));
  await exporter.close();
  await failing;
  await rejects(device.call("nothing"), { code: "ConnectionClosed" });
  await bench[Symbol.asyncDispose]();
});

Deno.test("Exporter.device() names the devices near one that does not exist", () =>
  withDevice((_device, exporter) => {
    let text = "";
    try {
      exporter.device("probe.lamp");
    } catch (error) {
      text = String(error);
    }
    match(text, /^RangeError: Cannot find device lamp in probe: its devices are none$/);
    return Promise.resolve();
  }));

Deno.test("forwardTcp() ends a connection whose device refuses it, and goes on with others", () =>
  withDevice(async (device) => {
    const errors: unknown[] = [];
    await using forward = forwardTcp(device, {}, { method: "refuses", onError: (error) => errors.push(error) });
    for (let index = 0; index < 2; index++) {
      const connection = await Deno.connect(forward.address);
      equal(await connection.read(new Uint8Array(1)), null);
      connection.close();
    }
    equal(errors.length, 2);
    match(String(errors[0]), /the port is closed/);
  }));
