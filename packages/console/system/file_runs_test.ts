import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { FILE_CREDIT, FILE_PIECE_BYTES, FILE_WINDOW_BYTES } from "../api.ts";
import type { LineRing } from "../live/ring.ts";
import { Subscription } from "../live/subscription.ts";
import { Runs } from "./runs.ts";

/** Resolves when lines have come to a state. */
async function until(lines: LineRing, isSo: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using _watching = lines.watch(() => isSo() && resolve());
  if (!isSo()) await promise;
}

/** Bytes of which no two pieces are the same. */
function image(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 251);
}

Deno.test("a run takes a file piece by piece, leaves out what comes twice, and has the result in its one line", async () => {
  const runs = new Runs(), file = image(10), seen: number[] = [];
  const id = runs.takes(async (bytes) => {
    for await (const piece of bytes) seen.push(...piece);
    return { size: seen.length };
  });
  const lines = runs.stream(id)!;
  strictEqual(lines.taken, 0);
  runs.write(id, file.subarray(0, 4), { at: 0, isLast: false });
  runs.write(id, file.subarray(2, 7), { at: 2, isLast: false });
  runs.write(id, file.subarray(2, 7), { at: 2, isLast: false });
  await until(lines, () => lines.taken === 7);
  runs.write(id, file.subarray(7), { at: 7, isLast: true });
  runs.write(id, file.subarray(7), { at: 7, isLast: true });
  await until(lines, () => lines.end !== null);
  deepStrictEqual([seen, lines.taken, lines.end], [[...file], 10, { error: null }]);
  deepStrictEqual(lines.read(0, 10).lines, ['{"size":10}']);
});

Deno.test("a run takes an empty file, and one that its reader leaves before its end", async () => {
  const runs = new Runs();
  const empty = runs.takes((bytes) => new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).text());
  runs.write(empty, image(0), { at: 0, isLast: true });
  await until(runs.stream(empty)!, () => runs.stream(empty)!.end !== null);
  deepStrictEqual(runs.stream(empty)!.read(0, 2).lines, ['""']);
  const left = runs.takes(async (bytes) => await bytes.cancel()), lines = runs.stream(left)!;
  runs.write(left, image(5), { at: 0, isLast: false });
  await until(lines, () => lines.end !== null);
  deepStrictEqual([lines.end, lines.read(0, 2).lines], [{ error: null }, ["null"]]);
});

Deno.test("a run whose file has a gap, or is stopped, fails with RunStopped and ends its reader", async () => {
  for (const isGap of [true, false]) {
    const runs = new Runs(), { promise: aborted, resolve } = Promise.withResolvers<void>();
    const id = runs.takes(async (bytes, signal) => {
      signal.addEventListener("abort", () => resolve());
      await aborted;
      await rejects(new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).text());
      signal.throwIfAborted();
    });
    if (isGap) runs.write(id, image(5), { at: 1, isLast: true });
    else runs.stop(id);
    await until(runs.stream(id)!, () => runs.stream(id)!.end !== null);
    strictEqual(runs.stream(id)!.end?.error?.code, "RunStopped");
    await runs.close();
  }
});

Deno.test("a run keeps as much of a file as a page may send ahead of its reader, and is ended by more", async () => {
  const runs = new Runs(),
    most = FILE_WINDOW_BYTES + FILE_PIECE_BYTES,
    { promise: never } = Promise.withResolvers<void>();
  const id = runs.takes((_, signal) =>
    Promise.race([never, new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))])
  );
  const lines = runs.stream(id)!;
  for (let at = 0; at < most; at += FILE_PIECE_BYTES) {
    runs.write(id, image(FILE_PIECE_BYTES), { at, isLast: false });
  }
  deepStrictEqual([lines.end], [null]);
  runs.write(id, image(1), { at: most, isLast: true });
  deepStrictEqual([lines.end?.error?.code, lines.taken], ["RunStopped", 0]);
  await runs.close();
});

Deno.test("a run gives a file no faster than a page reads it, and a page that comes back misses nothing", async () => {
  const runs = new Runs(), file = image(FILE_PIECE_BYTES * 3 * FILE_CREDIT + 5);
  let written = 0;
  const id = runs.gives(async (bytes) => {
    const writer = bytes.getWriter();
    for (let at = 0; at < file.length; at += 100_000) {
      const piece = file.subarray(at, at + 100_000);
      await writer.write(piece);
      written += piece.length;
    }
    await writer.close();
  });
  const lines = runs.stream(id)!;
  await until(lines, () => lines.next === FILE_CREDIT);
  // Each turn lets the writer go on if it does not wait.
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
  strictEqual(lines.next, FILE_CREDIT);
  strictEqual(written < (FILE_CREDIT + 1) * FILE_PIECE_BYTES, true);

  const got: string[] = [];
  let missed = 0, isOver = false;
  while (!isOver) {
    // A page that loses its socket each time, with half of what was sent.
    using page = new Subscription(1, lines, got.length, () => {});
    for (let message = page.take(); message !== null && !isOver; message = page.take()) {
      if ("end" in message) isOver = true;
      if (!("lines" in message)) continue;
      missed += message.missed;
      got.push(...message.lines.slice(0, Math.ceil(message.lines.length / 2)));
      if (message.lines.length > 1) break;
    }
    if (!isOver) await until(lines, () => lines.next > got.length || lines.end !== null);
  }
  const whole = await new Blob(got.map((line) => Uint8Array.fromBase64(line))).bytes();
  deepStrictEqual([missed, whole.length, lines.end], [0, file.length, { error: null }]);
  const digest = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  deepStrictEqual(await digest(whole), await digest(file));
});

Deno.test("a run whose file no page reads ends after 30 seconds, with how much was given", async () => {
  const clock = new ManualClock(0), runs = new Runs(clock);
  const id = runs.gives(async (bytes) => {
    const writer = bytes.getWriter();
    for (;;) await writer.write(image(FILE_PIECE_BYTES));
  });
  const lines = runs.stream(id)!;
  await until(lines, () => lines.next === FILE_CREDIT);
  clock.advance(30_000);
  await until(lines, () => lines.end !== null);
  deepStrictEqual([lines.end?.error?.code, lines.end?.error?.message], [
    "RunStopped",
    `The run was stopped before its file was whole: ${FILE_CREDIT * FILE_PIECE_BYTES} bytes were given`,
  ]);
  await runs.close();
});
