import { deepEqual, equal, rejects } from "node:assert/strict";
import { ENCODINGS } from "../wire/names.ts";
import { decoded, encoded } from "./coded.ts";

const NOISE = crypto.getRandomValues(new Uint8Array(65_536));

/** A source of some parts of noise. */
function parts(count: number, onCancel: () => void = () => {}): ReadableStream<Uint8Array> {
  let given = 0;
  return new ReadableStream({
    pull: (controller) => given++ === count ? controller.close() : controller.enqueue(NOISE),
    cancel: onCancel,
  }, { highWaterMark: 0 });
}

function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).bytes();
}

for (const encoding of ENCODINGS) {
  Deno.test(`decoded() gives back what encoded() took, nothing included, in ${encoding}`, async () => {
    for (const count of [0, 1, 5]) {
      const bytes = await bytesOf(decoded(encoded(parts(count), encoding), encoding));
      equal(bytes.length, count * NOISE.length);
      deepEqual(bytes.subarray(0, NOISE.length), NOISE.subarray(0, bytes.length));
    }
  });

  Deno.test(`decoded() takes two files in a row, in ${encoding}`, async () => {
    const one = await bytesOf(encoded(parts(1), encoding));
    const two = new Blob([one as Uint8Array<ArrayBuffer>, one as Uint8Array<ArrayBuffer>]).stream();
    equal((await bytesOf(decoded(two, encoding))).length, 2 * NOISE.length);
  });

  Deno.test(`decoded() refuses plain bytes, and a file that is cut off anywhere, in ${encoding}`, async () => {
    await rejects(bytesOf(decoded(parts(1), encoding)));
    const full = await bytesOf(encoded(parts(3), encoding));
    for (const length of [full.length - 1, full.length - 20, full.length >> 1, 5]) {
      await rejects(bytesOf(decoded(new Blob([full.slice(0, length)]).stream(), encoding)), `cut at ${length}`);
    }
  });

  Deno.test(`encoded() stops its source when its reader leaves, in ${encoding}`, async () => {
    const cancelled = Promise.withResolvers<void>();
    const reader = encoded(parts(1_000, cancelled.resolve), encoding).getReader();
    await reader.read();
    await reader.cancel();
    await cancelled.promise;
  });

  Deno.test(`encoded() fails with its source's error, in ${encoding}`, async () => {
    const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("no disk")) });
    await rejects(bytesOf(encoded(broken, encoding)), /no disk/);
  });
}
