import { match, strictEqual, throws } from "node:assert/strict";
import { requestProblem } from "./check_request.ts";

/** What is wrong with a request in the newest layout. */
function problemOf(method: unknown, data?: unknown, layout: string = "0.7.1"): string | null {
  return requestProblem({ request: { method, data }, layout }).problem;
}

Deno.test("requestProblem() says what is wrong with a request that is typed, and where", () => {
  strictEqual(problemOf("Ping"), null);
  strictEqual(problemOf("Execute", { request: { sql: "SELECT 1", params: [] } }), null);
  match(problemOf("Execute", { request: { sql: 1, params: [] } })!, /in body\.request\.sql/);
  match(problemOf("Exekute")!, /Execute/);
  match(problemOf(undefined)!, /it has no method/);
  throws(() => problemOf("Ping", {}, "9.9"), { message: /^Cannot use the layout "9\.9": / });
});
