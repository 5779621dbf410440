import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { decoded, encoded } from "../coding/coded.ts";
import { FrameType, StreamRequestSchema } from "../generated/jumpstarter/v1/router_pb.ts";
import { create } from "../protobuf.ts";
import { ENCODINGS } from "../wire/names.ts";
import { prober } from "./testing/devices.ts";
import { Bench, failure, type RawStream } from "./testing/raw_client.ts";

const utf8 = new TextEncoder();

async function coded(
  text: string,
  coder: typeof encoded,
  encoding: Parameters<typeof encoded>[1],
): Promise<Uint8Array> {
  return await new Response(coder(new Response(text).body!, encoding) as ReadableStream<Uint8Array<ArrayBuffer>>)
    .bytes();
}

function sendBytes(stream: RawStream, bytes: Uint8Array): void {
  stream.sendFrame(create(StreamRequestSchema, { frameType: FrameType.DATA, payload: bytes }));
}

Deno.test("R1 the headers have the handle, and the encoding unless it is null", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const plain = await bench.resource("prober"), gzip = await bench.resource("prober", "gzip");
  strictEqual(plain.handle.kind, "client_stream");
  strictEqual(plain.handle.x_jmp_content_encoding, null);
  strictEqual((await plain.answers.headers).get("x_jmp_accept_encoding"), undefined);
  strictEqual(gzip.handle.x_jmp_content_encoding, "gzip");
  strictEqual((await gzip.answers.headers).get("x_jmp_accept_encoding"), "gzip");
});

Deno.test("R2 a handle is an argument, with its keys in any order", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = await bench.resource("prober");
  stream.send(["DATA", "ima"], ["DATA", "ge"], ["GOAWAY"]);
  stream.end();
  const handle = Object.fromEntries(Object.entries(stream.handle).toReversed());
  strictEqual(await bench.call("prober", "flash", handle, "disk"), "disk: image");
});

Deno.test("R3 a handle is used once, and on its own node", async () => {
  await using bench = await Bench.of({ prober: prober(), other: prober() });
  const { handle, ...stream } = await bench.resource("prober");
  const other = await failure(bench.call("other", "flash", handle, null));
  strictEqual(other.message, "INVALID_ARGUMENT: flash: the handle belongs to another driver");
  stream.send(["GOAWAY"]);
  strictEqual(await bench.call("prober", "flash", handle, null), "");
  const again = await failure(bench.call("prober", "flash", handle, null));
  match(again.message, /^INVALID_ARGUMENT: flash: the handle was used before/);
});

Deno.test("R4 R5 behind the method comes GOAWAY and no DATA, in the direction of reading as well", async () => {
  await using bench = await Bench.of({ prober: prober() });
  for (const encoding of [null, ...ENCODINGS]) {
    const stream = await bench.resource("prober", encoding);
    strictEqual(await bench.call("prober", "leaves", stream.handle), "left");
    deepStrictEqual(await stream.next(), ["GOAWAY"]);
    stream.cancel();
  }
});

Deno.test("R6 a client that writes nothing gets DATA and GOAWAY", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = await bench.resource("prober");
  stream.send(["GOAWAY"]);
  const call = bench.call("prober", "dump", stream.handle, "partition");
  deepStrictEqual(await stream.next(), ["DATA", "partition"]);
  deepStrictEqual(await stream.next(), ["GOAWAY"]);
  strictEqual(await call, null);
});

Deno.test("R7 a handle is free when its client cancels, also within a call", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = await bench.resource("prober");
  stream.send(["DATA", "half"]);
  const call = failure(bench.call("prober", "flash", stream.handle, null));
  strictEqual(await bench.call("prober", "same", 1), 1);
  stream.cancel();
  strictEqual((await call).message, "UNKNOWN: the client ended the resource before its file was read");
  strictEqual(bench.session.resources.size, 0);
});

for (const encoding of ENCODINGS) {
  Deno.test(`R8 a client's ${encoding} is decoded for a method, and encoded for the client`, async () => {
    await using bench = await Bench.of({ prober: prober() });
    const image = "line\n".repeat(30_000);
    const upward = await bench.resource("prober", encoding);
    sendBytes(upward, await coded(image, encoded, encoding));
    upward.send(["GOAWAY"]);
    strictEqual(await bench.call("prober", "flash", upward.handle, null), image);
    const downward = await bench.resource("prober", encoding);
    const call = bench.call("prober", "dump", downward.handle, image);
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const { frameType, payload } of downward.answers) {
      if (frameType === FrameType.GOAWAY) break;
      parts.push(payload.slice());
    }
    strictEqual(await call, null);
    const plain = decoded(new Blob(parts).stream(), encoding) as ReadableStream<Uint8Array<ArrayBuffer>>;
    strictEqual(await new Response(plain).text(), image);
  });

  Deno.test(`R9 a plain file that its client calls ${encoding} fails the call`, async () => {
    await using bench = await Bench.of({ prober: prober() });
    const stream = await bench.resource("prober", encoding);
    stream.send(["DATA", "plain text, not packed"], ["GOAWAY"]);
    const error = await failure(bench.call("prober", "flash", stream.handle, null));
    strictEqual(error.code, "UNKNOWN");
    match(error.details, /\w{4}/);
    deepStrictEqual(await stream.next(), ["GOAWAY"]);
  });

  Deno.test(`R10 nothing is a valid file in ${encoding}`, async () => {
    await using bench = await Bench.of({ prober: prober() });
    for (const bytes of [utf8.encode(""), await coded("", encoded, encoding)]) {
      const stream = await bench.resource("prober", encoding);
      if (bytes.length > 0) sendBytes(stream, bytes);
      stream.send(["GOAWAY"]);
      strictEqual(await bench.call("prober", "flash", stream.handle, null), "");
    }
    const dump = await bench.resource("prober", encoding);
    const call = bench.call("prober", "dump", dump.handle, "");
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const { frameType, payload } of dump.answers) {
      if (frameType === FrameType.GOAWAY) break;
      parts.push(payload.slice());
    }
    await call;
    const plain = decoded(new Blob(parts).stream(), encoding) as ReadableStream<Uint8Array<ArrayBuffer>>;
    strictEqual(await new Response(plain).text(), "");
  });
}

Deno.test("R11 an unknown encoding is refused in the call", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = await bench.resource("prober", "brotli");
  const error = await failure(bench.call("prober", "flash", stream.handle, null));
  strictEqual(error.message, 'INVALID_ARGUMENT: flash: unknown encoding "brotli": use gzip, xz, bz2, zstd');
});
