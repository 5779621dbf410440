import { rejects, strictEqual } from "node:assert/strict";
import type { ByteStream } from "../client/byte_stream.ts";
import { bench } from "./testing/bench.ts";
import { Pty } from "./testing/pty.ts";

const utf8 = new TextEncoder();

async function textOf(stream: ByteStream, length: number): Promise<string> {
  const bytes: number[] = [];
  while (bytes.length < length) bytes.push(...(await stream.read()) ?? []);
  return new TextDecoder().decode(new Uint8Array(bytes));
}

async function readOf(pty: Pty, length: number): Promise<string> {
  const bytes: number[] = [], buffer = new Uint8Array(64);
  while (bytes.length < length) bytes.push(...buffer.subarray(0, (await pty.file.read(buffer)) ?? 0));
  return new TextDecoder().decode(new Uint8Array(bytes));
}

Deno.test("serial/port passes raw bytes of a terminal both ways, and a second client gets all that comes after it", async () => {
  using pty = new Pty();
  await using one = await bench("serial/port", { url: pty.path, baudrate: 9_600 });
  for (const word of ["first\r\n", "again\x03\x04\n"]) {
    await using stream = await one.exporter.root.bytes();
    await pty.file.write(utf8.encode(word));
    strictEqual(await textOf(stream, word.length), word);
    await stream.write(utf8.encode(word));
    strictEqual(await readOf(pty, word.length), word);
  }
});

Deno.test("serial/port ends its streams at close, and where the terminal has hung up", async () => {
  const pty = new Pty();
  await using one = await bench("serial/port", { url: pty.path, disable_hupcl: true });
  const { root } = one.exporter;
  await using closed = await root.bytes();
  await root.call("close");
  strictEqual(await closed.read(), null);
  await using hungUp = await root.bytes();
  pty[Symbol.dispose]();
  await rejects(async () => {
    if (await hungUp.read() === null) throw new Error("it has ended");
  });
});

Deno.test("serial/port writes no more characters a second than cps", async () => {
  using pty = new Pty();
  await using one = await bench("serial/port", { url: pty.path, cps: 500 });
  await using stream = await one.exporter.root.bytes();
  const start = performance.now(), word = "x".repeat(100);
  await stream.write(utf8.encode(word));
  strictEqual(await readOf(pty, word.length), word);
  const took = performance.now() - start;
  strictEqual(took >= 150, true, `100 characters took ${took} ms`);
});

Deno.test("serial/port cannot drive the lines of a terminal, and leaves those of a loop", async () => {
  using pty = new Pty();
  await using one = await bench("serial/port", { url: pty.path });
  await rejects(one.exporter.root.call("set_dtr", [true]), { code: "UNIMPLEMENTED" });
  await using loop = await bench("serial/port", { url: "loop://" });
  strictEqual(await loop.exporter.root.call("set_rts", [false]), null);
});
