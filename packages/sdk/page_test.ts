import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { page } from "./page.ts";

Deno.test("page() returns the items between offset and limit, and a token only if more follow", async () => {
  const items = [1, 2, 3, 4];
  deepStrictEqual(await page(items, {}), { rows: items });
  deepStrictEqual(await page(items, { limit: null, offset: 3 }), { rows: [4] });
  deepStrictEqual(await page(items, { limit: 2, offset: 1n }), { rows: [2, 3], nextPageToken: "3" });
  deepStrictEqual(await page(items, { limit: 2, offset: 2 }), { rows: [3, 4] });
  deepStrictEqual(await page(items, { limit: 0 }), { rows: [] });
  deepStrictEqual(await page(items, { limit: 5, offset: 9 }), { rows: [] });
});

Deno.test("page() reads an endless source no further than it must, and ends it", async () => {
  let read = 0, ended = false;
  async function* numbers() {
    try {
      for (;;) yield await Promise.resolve(++read);
    } finally {
      ended = true;
    }
  }
  deepStrictEqual(await page(numbers(), { limit: 2, cursor: "3" }), { rows: [4, 5], nextPageToken: "5" });
  deepStrictEqual([read, ended], [6, true]);
});

Deno.test("page() refuses a cursor that it did not give", async () => {
  for (const cursor of ["", "x", "-1", "1".repeat(16)]) {
    await rejects(page([], { cursor }), (error: { code: string; message: string }) => {
      strictEqual(error.code, "InvalidRequest");
      strictEqual(
        error.message.startsWith(`Cannot read page: cursor ${JSON.stringify(cursor)} is not a page token`),
        true,
      );
      return true;
    });
  }
});
