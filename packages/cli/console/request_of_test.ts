import { deepStrictEqual, throws } from "node:assert/strict";
import { requestOf } from "./request_of.ts";

Deno.test("requestOf() fills in optional members that were left out, and keeps those that were given", () => {
  const request = { sql: "SELECT 1", limit: 10 };
  deepStrictEqual(requestOf(JSON.stringify({ method: "execute", data: { request } }), "0.7.1"), {
    type: "Execute",
    request: {
      sql: "SELECT 1",
      params: [],
      limit: 10,
      offset: null,
      statementTimeoutMs: null,
      database: null,
      executionContext: null,
    },
  });
  deepStrictEqual(requestOf('{"method":"Ping"}', "0.7.1"), { type: "Ping" });
});

Deno.test("requestOf() refuses a request without a method, an unknown one, and data that is not its body", () => {
  throws(() => requestOf("{}", "0.7.1"), /it has no method/);
  throws(() => requestOf('{"method":"Excute"}', "0.7.1"), /Execute/);
  throws(() => requestOf('{"method":"Execute","data":{"request":{}}}', "0.7.1"), /body\.request\.sql/);
  throws(() => requestOf('{"method":"Execute","data":{"request":{"sql":1}}}', "0.7.1"), /body\.request\.sql/);
});
