import { deepStrictEqual, throws } from "node:assert/strict";
import { parsedRequest } from "./parsed_request.ts";

Deno.test("parsedRequest() takes the method out of a body, and says what a text lacks", () => {
  deepStrictEqual(parsedRequest('{"type":"Execute","request":{"sql":"SELECT 1"}}'), {
    method: "Execute",
    data: { request: { sql: "SELECT 1" } },
  });
  throws(() => parsedRequest("[]"), { name: "SyntaxError", message: /^A request is an object/ });
  throws(() => parsedRequest("{}"), { name: "SyntaxError", message: /lacks its member type/ });
  throws(() => parsedRequest("{"), { name: "SyntaxError" });
});
