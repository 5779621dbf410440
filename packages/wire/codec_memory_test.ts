import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { decode, encode, encodeShared } from "./codec.ts";
import { CodecMemory } from "./codec_memory.ts";
import type { DriverRequestEnvelope } from "./dto.ts";

function ping(requestId: bigint): DriverRequestEnvelope {
  return { protocolVersion: { major: 1, minor: 2 }, requestId, body: { type: "Ping" } };
}

Deno.test("CodecMemory replaces its views after the memory has grown", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const codecMemory = new CodecMemory(memory as { readonly buffer: ArrayBuffer });
  codecMemory.putBytes(8, Uint8Array.of(1, 2, 3));
  const before = codecMemory.bytes;
  memory.grow(1);
  notStrictEqual(codecMemory.bytes, before);
  deepStrictEqual(codecMemory.copyBytes(8, 3), Uint8Array.of(1, 2, 3));
  codecMemory.putWords(65_536, Uint32Array.of(0x04030201));
  deepStrictEqual(codecMemory.copyBytes(65_536, 4), Uint8Array.of(1, 2, 3, 4));
});

Deno.test("CodecMemory copies short and long arrays alike", () => {
  const memory = new CodecMemory(new WebAssembly.Memory({ initial: 1 }) as { readonly buffer: ArrayBuffer });
  for (const length of [0, 1, 63, 64, 65, 1000]) {
    const source = Uint8Array.from({ length: length + 5 }, (_, i) => i);
    memory.putBytes(100, source, length);
    deepStrictEqual(memory.copyBytes(100, length), source.subarray(0, length));
  }
});

Deno.test("encodeShared() gives payloads separate bytes", () => {
  const payloads = Array.from({ length: 3_000 }, (_, i) => encodeShared("request", "0.7.1", ping(BigInt(i))));
  const ids = payloads.map((payload) => decode("request", "0.7.1", payload).envelope.requestId);
  deepStrictEqual(ids, payloads.map((_, i) => BigInt(i)));
});

Deno.test("encode() returns a separate buffer", () => {
  const payload = encode("request", "0.7.1", ping(1n));
  strictEqual(payload.buffer.byteLength, payload.length);
});

Deno.test("encode() and decode() keep working while the memory grows", () => {
  for (const length of [10, 100_000, 3_000_000, 10]) {
    const sql = "é".repeat(length);
    const envelope: DriverRequestEnvelope = { ...ping(1n), body: { type: "Execute", request: { sql, params: [] } } };
    const { body } = decode("request", "0.6", encode("request", "0.6", envelope)).envelope;
    strictEqual((body as { request: { sql: string } }).request.sql === sql, true);
  }
});

Deno.test("CodecMemory shares buffers between short arrays only, and none overlaps another", () => {
  const memory = new CodecMemory(new WebAssembly.Memory({ initial: 1 }) as { readonly buffer: ArrayBuffer });
  const source = Uint8Array.from({ length: 600 }, (_, i) => i);
  memory.putBytes(100, source);
  const shared = [511, 511, 0, 511].map((length) => memory.shareBytes(100, length));
  for (const array of shared) deepStrictEqual(array, source.slice(0, array.length));
  strictEqual(shared[0]!.buffer, shared[3]!.buffer);
  shared[0]!.fill(0);
  deepStrictEqual(shared[1], source.slice(0, 511));
  strictEqual(memory.shareBytes(100, 512).buffer.byteLength, 512);
});

Deno.test("encode() and decode() drop an instance whose memory has grown beyond 32 MiB", () => {
  const { Instance } = WebAssembly;
  let instances = 0;
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]) {
      instances++;
      return new target(module, imports);
    },
  });
  try {
    const execute = (length: number): DriverRequestEnvelope => ({
      ...ping(1n),
      body: { type: "Execute", request: { sql: "x".repeat(length), params: [] } },
    });
    encode("request", "0.6", execute(20_000_000));
    instances = 0;
    const small = encode("request", "0.6", execute(2_000_000));
    decode("request", "0.6", small);
    strictEqual(instances, 1);
    const large = encode("request", "0.6", execute(20_000_000));
    strictEqual(instances, 1);
    decode("request", "0.6", large);
    strictEqual(instances, 2);
    decode("request", "0.6", small);
    strictEqual(instances, 3);
  } finally {
    WebAssembly.Instance = Instance;
  }
});
