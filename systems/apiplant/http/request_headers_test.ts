import { deepStrictEqual, strictEqual as equal } from "node:assert/strict";
import { RequestHeaders } from "./request_headers.ts";

Deno.test("RequestHeaders has the headers of a request by lower-case names, and their size as lines", () => {
  const headers = new RequestHeaders(new Headers([["Accept", "text/html"], ["accept", "*/*"], ["X-Empty", ""]]));
  deepStrictEqual(["accept", "x-empty", "host"].map((name) => headers.get(name)), ["text/html, */*", "", null]);
  deepStrictEqual([headers.has("x-empty"), headers.has("host")], [true, false]);
  equal(headers.size, "accept: text/html, */*\r\nx-empty: \r\n".length);
});
