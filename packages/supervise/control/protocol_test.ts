import { deepEqual, equal, throws } from "node:assert/strict";
import { HostError } from "../host_error.ts";
import { idOf, parseAnswer, parseRequest } from "./protocol.ts";

const VERBS = ["status", "restart", "stop", "logs"];

Deno.test("parseRequest() fills in what is left out, and ignores what it does not know", () => {
  deepEqual(parseRequest(`{"v":1,"id":7,"verb":"logs","colour":"red"}`, VERBS), {
    id: 7,
    verb: "logs",
    service: null,
    lines: 100,
    follow: false,
    args: [],
  });
  deepEqual(parseRequest(`{"v":1,"id":7,"verb":"logs","args":["a","b"]}`, VERBS).args, ["a", "b"]);
});

Deno.test("parseRequest() says what is wrong with a request", () => {
  const cases: [string, string][] = [
    ["ping", "it is no JSON object"],
    ["[1]", "it is no JSON object"],
    [`{"id":1,"verb":"status"}`, "its version is undefined, this host speaks 1"],
    [`{"v":2,"id":1,"verb":"status"}`, "its version is 2, this host speaks 1"],
    [`{"v":1,"verb":"status"}`, "it has no integer id"],
    [`{"v":1,"id":1}`, "it has no verb"],
    [`{"v":1,"id":1,"verb":"stop","service":[]}`, "its service is no text"],
    [`{"v":1,"id":1,"verb":"logs","lines":-1}`, "its lines are no integer from 0 to 10000"],
    [`{"v":1,"id":1,"verb":"logs","args":[1]}`, "its args are no list of texts"],
    [`{"v":1,"id":1,"verb":"logs","follow":1}`, "its follow is neither true nor false"],
  ];
  for (const [line, why] of cases) {
    throws(() => parseRequest(line, VERBS), new HostError("BadRequest", `Cannot read request: ${why}`));
  }
});

Deno.test("parseRequest() names the verbs it knows", () => {
  throws(
    () => parseRequest(`{"v":1,"id":1,"verb":"dance"}`, VERBS),
    new HostError("UnknownVerb", "Cannot do dance: this host knows status, restart, stop, logs"),
  );
});

Deno.test("idOf() finds the id where it can", () => {
  equal(idOf(`{"id":3}`), 3);
  equal(idOf(`{"id":"3"}`), null);
  equal(idOf("x"), null);
});

Deno.test("parseAnswer() does not take a stranger for a host", () => {
  deepEqual(parseAnswer(`{"v":1,"id":1,"result":null}`), { v: 1, id: 1, result: null });
  throws(() => parseAnswer("HTTP/1.1 400 Bad Request"), HostError);
});
