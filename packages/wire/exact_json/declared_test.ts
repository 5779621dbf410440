import { deepStrictEqual, throws } from "node:assert/strict";
import type { DriverRequestEnvelope, SemanticFilter } from "../dto.ts";
import { fromExactJson, toExactJson } from "../exact_json.ts";

const REQUEST = '{"protocolVersion":{"major":1,"minor":2},"requestId":"7","sessionId":null,"timeoutMs":null,"body":';
const RESPONSE = '{"protocolVersion":{"major":1,"minor":2},"requestId":"7","sessionId":null,"done":true,"body":';

const UPDATE_DOCUMENT = '{"type":"UpdateDocument","update":{"collection":"c","filter":{"filter":{}},"many":true}}';
const REFUSED: ["request" | "response", string, string, string][] = [
  ["request", "[]", "expected DriverRequestEnvelope, found a list", ""],
  ["request", "null", "expected DriverRequestEnvelope, found null", ""],
  ["request", '{"requestId":1}', "expected ProtocolVersion, found nothing", "protocolVersion"],
  ["request", '{"protocolVersion":{"major":"1"}}', "expected a u16, found text", "protocolVersion.major"],
  ["request", `${REQUEST}{}}`, "expected a variant of DriverRequestBody, found nothing", "body.type"],
  ["request", `${REQUEST}"Ping"}`, "expected DriverRequestBody, found text", "body"],
  ["request", `${REQUEST}{"type":"Pong"}}`, 'expected a variant of DriverRequestBody, found "Pong"', "body.type"],
  [
    "request",
    `${REQUEST}{"type":"__proto__"}}`,
    'expected a variant of DriverRequestBody, found "__proto__"',
    "body.type",
  ],
  ["request", `${REQUEST}{"type":"Ping","x":1}}`, 'expected a key of DriverRequestBody Ping, found "x"', "body"],
  [
    "request",
    `${REQUEST}{"type":"Ping","__proto__":1}}`,
    'expected a key of DriverRequestBody Ping, found "__proto__"',
    "body",
  ],
  ["request", `${REQUEST}{"type":"Ping"},"x":1}`, 'expected a key of DriverRequestEnvelope, found "x"', ""],
  ["request", `${REQUEST}{"type":"Ping"},"type":1}`, 'expected a key of DriverRequestEnvelope, found "type"', ""],
  ["request", `${REQUEST}{"type":"OpenSession"}}`, "expected text, found nothing", "body.profileJson"],
  ["request", `${REQUEST}{"type":"Cancel","handleId":"1"}}`, 'expected a uuid, found "1"', "body.handleId"],
  [
    "request",
    `${REQUEST}${UPDATE_DOCUMENT}}`,
    "a JSON value has no readable form on the wire (H4)",
    "body.update.filter.filter",
  ],
  [
    "request",
    `${REQUEST}{"type":"KvHashSet","request":{"key":"k","fields":[["a","b"],["c"]]}}}`,
    "expected a list of 2, found 1",
    "body.request.fields[1]",
  ],
  [
    "request",
    `${REQUEST}{"type":"KvHashSet","request":{"key":"k","fields":[["a",1]]}}}`,
    "expected text, found a number",
    "body.request.fields[0][1]",
  ],
  [
    "response",
    `${RESPONSE}{"type":"ExecuteResult","result":{"shape":"Table","columns":[],"rows":[["a",{"type":"Int"}]]}}}`,
    "expected an i64 in decimal, found nothing",
    "body.result.rows[0][1].value",
  ],
  [
    "response",
    `${RESPONSE}{"type":"Error","code":"Oops","message":"","retriable":false}}`,
    'expected a variant of DriverRpcErrorCode, found "Oops"',
    "body.code",
  ],
  ["response", `${RESPONSE}{"type":"KvBoolResult","value":1}}`, "expected a boolean, found a number", "body.value"],
];

for (const [role, text, reason, path] of REFUSED) {
  Deno.test(`fromExactJson() refuses a ${role}: ${reason}, in ${path || "itself"}`, () => {
    const place = path === "" ? "" : ` in ${path}`;
    throws(() => fromExactJson(role, text), {
      name: "MalformedError",
      code: "Malformed",
      message: `Cannot read ${role} from JSON: ${reason}, at byte 0${place}`,
      offset: 0,
      reason,
      path,
      header: null,
    });
  });
}

/** A request with a filter of nested Nots. */
function countOf(nots: number): DriverRequestEnvelope {
  let semanticFilter: SemanticFilter = { type: "And", value: [] };
  for (let i = 0; i < nots; i++) semanticFilter = { type: "Not", value: semanticFilter };
  const request = { table: { schema: null, name: "t" }, filter: null, semanticFilter };
  const body = { type: "CountTable", request } as const;
  return { protocolVersion: { major: 1, minor: 2 }, requestId: 7n, sessionId: null, timeoutMs: null, body };
}

Deno.test("toExactJson() and fromExactJson() nest filters 64 levels and not 65", () => {
  const text = toExactJson("request", countOf(64));
  deepStrictEqual(fromExactJson("request", text), countOf(64));
  const error = { name: "MalformedError", reason: "nested deeper than maxDepth 64" };
  throws(() => toExactJson("request", countOf(65)), error);
  const deeper = text.replace('"semanticFilter":', '"semanticFilter":{"type":"Not","value":').replace("]}", "]}}");
  throws(() => fromExactJson("request", deeper), error);
});
