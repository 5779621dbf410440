import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Interposer } from "./testing/interposer.ts";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

/** The message with a row of two cells, as the server sends it. */
const ROW = message("D", [0, 2, 0, 0, 0, 7, ...Buffer.from("planted"), 0, 0, 0, 1, 0x31]);

const STATEMENT = "SELECT 'planted' AS a, 1 AS b";

function message(type: string, content: readonly number[], length: number = content.length + 4): Buffer {
  const bytes = Buffer.alloc(5 + content.length);
  bytes[0] = type.charCodeAt(0);
  bytes.writeUInt32BE(length, 1);
  bytes.set(content, 5);
  return bytes;
}

/** A session whose statement gets this in the place of its row; others of the driver must not notice. */
async function askWith(instead: Uint8Array): Promise<unknown> {
  await using between = new Interposer(served.server.port);
  await using other = await served.open();
  await using opened = await served.open({ values: { port: String(between.port) } });
  let isChanged = false;
  between.change = (bytes) => {
    const at = Buffer.from(bytes).indexOf(ROW);
    if (at < 0) return bytes;
    isChanged = true;
    return Buffer.concat([bytes.subarray(0, at), instead, bytes.subarray(at + ROW.length)]);
  };
  try {
    return await opened.rows(STATEMENT);
  } finally {
    ok(isChanged);
    deepStrictEqual(await other.rows("SELECT 1"), [[1n]]);
  }
}

const LOST: readonly [string, Uint8Array, RegExp][] = [
  ["a length that does not count itself", message("D", [0, 0], 3), /lost: the server sent a message with the length 3/],
  ["a notice of 3 GB", message("N", [], 3e9), /lost: the server sent a message of 3000000001 bytes, more than/],
  ["a description that ends within a column", message("T", [0, 9, 0x61]), /Connection to PostgreSQL lost/],
  ["a request for an unknown way to log in", message("R", [0, 0, 0, 99]), /Connection to PostgreSQL lost/],
];

for (const [name, instead, expected] of LOST) {
  Deno.test(`${name} ends the connection of one session, and not the driver`, async () => {
    await rejects(askWith(instead), { code: "Transport", message: expected });
  });
}

const WRONG: readonly [string, readonly number[]][] = [
  ["a row with a cell that is longer than the row", [0, 2, 0, 0, 0, 7, ...Buffer.from("planted"), 0, 0, 0, 9, 0x31]],
  ["a row with a cell of 2 GB", [0, 2, 0x7f, 0xff, 0xff, 0xff, 0x31]],
  ["a row with a cell of the length -2", [0, 2, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 1, 0x31]],
  ["a row with more bytes than its cells", [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ["a row with fewer cells than columns", [0, 1, 0, 0, 0, 1, 0x31]],
  ["a row with more cells than columns", [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ["a row without a count", []],
];

for (const [name, content] of WRONG) {
  Deno.test(`${name} is an error, and no cell is made of it`, async () => {
    await rejects(askWith(message("D", content)), {
      code: "Driver",
      message: /Cannot read result: PostgreSQL sent a row /,
    });
  });
}

Deno.test("an unknown way to log in is refused in the library's words, and ends no other session", async () => {
  await using between = new Interposer(served.server.port);
  between.change = () => message("R", [0, 0, 0, 7]);
  await using other = await served.open();
  await rejects(served.open({ values: { port: String(between.port) } }), /Cannot connect to PostgreSQL/);
  deepStrictEqual(await other.rows("SELECT 1"), [[1n]]);
});
