import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { DriverMetadata, DriverRequestBody, DriverResponseBody, Value } from "./dto.ts";
import { fromExact, fromExactJson, parseJson, toExact, toExactJson, toExactValue } from "./exact_json.ts";

const VERSION = { major: 1, minor: 2 };
const REQUEST = '{"protocolVersion":{"major":1,"minor":2},"requestId":"7","sessionId":null,"timeoutMs":null,"body":';
const RESPONSE = '{"protocolVersion":{"major":1,"minor":2},"requestId":"7","sessionId":null,"done":true,"body":';

const requestOf = (body: DriverRequestBody) => ({
  protocolVersion: VERSION,
  requestId: 7n,
  sessionId: null,
  timeoutMs: null,
  body,
});
const responseOf = (body: DriverResponseBody) => ({
  protocolVersion: VERSION,
  requestId: 7n,
  sessionId: null,
  done: true,
  body,
});

const METADATA: DriverMetadata = {
  id: "mock",
  displayName: "Mock",
  description: "",
  category: "Relational",
  transferFamily: null,
  deploymentClass: null,
  queryLanguage: { type: "Custom", value: "MockQL" },
  capabilities: 0x501400007dc3f20n,
  defaultPort: 1234,
  uriScheme: "mock",
  icon: "Database",
  syntax: null,
  query: null,
  mutation: null,
  ddl: null,
  transactions: null,
  limits: null,
  defaultChunkSize: 500n,
  supportsLockTimeout: null,
  editorProfile: null,
};
const METADATA_JSON =
  '{"id":"mock","displayName":"Mock","description":"","category":"Relational","transferFamily":null,' +
  '"deploymentClass":null,"queryLanguage":{"type":"Custom","value":"MockQL"},"capabilities":360639814042402592,' +
  '"defaultPort":1234,"uriScheme":"mock","icon":"Database","syntax":null,"query":null,"mutation":null,"ddl":null,' +
  '"transactions":null,"limits":null,"defaultChunkSize":"500","supportsLockTimeout":null,"editorProfile":null}';

const REQUESTS: [string, DriverRequestBody, string][] = [
  ["a unit variant", { type: "Ping" }, '{"type":"Ping"}'],
  [
    "a variant of a struct",
    {
      type: "Hello",
      clientName: "probe",
      clientVersion: "0.7.7",
      supportedVersions: [VERSION],
      requestedCapabilities: ["Cancellation"],
      authToken: null,
    },
    '{"type":"Hello","clientName":"probe","clientVersion":"0.7.7","supportedVersions":[{"major":1,"minor":2}],' +
    '"requestedCapabilities":["Cancellation"],"authToken":null}',
  ],
  [
    "a variant of fields",
    { type: "OpenSession", profileJson: "{}", password: null, sshSecret: "s" },
    '{"type":"OpenSession","profileJson":"{}","password":null,"sshSecret":"s"}',
  ],
  [
    "pairs and floats",
    {
      type: "KvZSetAdd",
      request: { key: "k", members: [["a", 1.5], ["b", -Infinity], ["c", -0]], keyspace: 3 },
    },
    '{"type":"KvZSetAdd","request":{"key":"k","members":[["a",1.5],["b",{"type":"Float","value":"-Infinity"}],' +
    '["c",{"type":"Float","value":"-0"}]],"keyspace":3}}',
  ],
  [
    "bytes outside a value",
    {
      type: "KvSetKey",
      request: {
        key: "k",
        value: new Uint8Array([255]),
        repr: "Binary",
        keyspace: null,
        ttlSeconds: 60n,
        condition: "Always",
      },
    },
    '{"type":"KvSetKey","request":{"key":"k","value":{"type":"Bytes","base64":"/w=="},"repr":"Binary","keyspace":null,' +
    '"ttlSeconds":"60","condition":"Always"}}',
  ],
  [
    "types that contain themselves, with values",
    {
      type: "CountTable",
      request: {
        table: { schema: null, name: "t" },
        filter: null,
        semanticFilter: {
          type: "Not",
          value: {
            type: "And",
            value: [{
              type: "Predicate",
              field: { type: "Path", value: ["a", "b"] },
              operator: "Eq",
              value: new Map([["__proto__", 1n]]),
            }],
          },
        },
      },
    },
    '{"type":"CountTable","request":{"table":{"schema":null,"name":"t"},"filter":null,"semanticFilter":{"type":"Not",' +
    '"value":{"type":"And","value":[{"type":"Predicate","field":{"type":"Path","value":["a","b"]},"operator":"Eq",' +
    '"value":{"type":"Document","value":{"__proto__":{"type":"Int","value":"1"}}}}]}}}}',
  ],
];

for (const [name, body, json] of REQUESTS) {
  Deno.test(`toExactJson() and fromExactJson() are inverse for ${name}`, () => {
    strictEqual(toExactJson("request", requestOf(body)), `${REQUEST}${json}}`);
    deepStrictEqual(fromExactJson("request", `${REQUEST}${json}}`), requestOf(body));
  });
}

const RESPONSES: [string, DriverResponseBody, string][] = [
  [
    "flags of 64 and of 32 bits",
    {
      type: "SessionOpened",
      sessionId: "00112233-4455-6677-8899-aabbccddeeff",
      kind: "Redis",
      metadata: METADATA,
      schemaLoadingStrategy: "SingleDatabase",
      schemaFeatures: 0x7f,
      codeGenCapabilities: 0,
    },
    `{"type":"SessionOpened","sessionId":"00112233-4455-6677-8899-aabbccddeeff","kind":"Redis","metadata":${METADATA_JSON},` +
    '"schemaLoadingStrategy":"SingleDatabase","schemaFeatures":127,"codeGenCapabilities":0}',
  ],
  [
    "rows",
    {
      type: "ExecuteResult",
      result: {
        shape: "Table",
        columns: [{ name: "a", typeName: "int", kind: "Integer", nullable: true, isPrimaryKey: false }],
        rows: [[1n, null], [NaN, "x"], []],
        affectedRows: null,
        executionTimeMs: 18446744073709551615n,
        textBody: null,
        rawBytes: new Uint8Array([1]),
        nextPageToken: null,
      },
    },
    '{"type":"ExecuteResult","result":{"shape":"Table","columns":[{"name":"a","typeName":"int","kind":"Integer",' +
    '"nullable":true,"isPrimaryKey":false}],"rows":[[{"type":"Int","value":"1"},null],[{"type":"Float","value":"NaN"},' +
    '"x"],[]],"affectedRows":null,"executionTimeMs":"18446744073709551615","textBody":null,"rawBytes":{"type":"Bytes",' +
    '"base64":"AQ=="},"nextPageToken":null}}',
  ],
  [
    "options in a list",
    { type: "KvBulkGetResult", results: [null] },
    '{"type":"KvBulkGetResult","results":[null]}',
  ],
];

for (const [name, body, json] of RESPONSES) {
  Deno.test(`toExactJson() and fromExactJson() are inverse for ${name}`, () => {
    strictEqual(toExactJson("response", responseOf(body)), `${RESPONSE}${json}}`);
    deepStrictEqual(fromExactJson("response", `${RESPONSE}${json}}`), responseOf(body));
  });
}

Deno.test("toExactJson() writes absent members as null", () => {
  const envelope = {
    protocolVersion: VERSION,
    requestId: 7n,
    body: { type: "OpenSession", profileJson: "{}" },
  } as const;
  const body = '{"type":"OpenSession","profileJson":"{}","password":null,"sshSecret":null}';
  strictEqual(toExactJson("request", envelope), `${REQUEST}${body}}`);
});

Deno.test("fromExactJson() reads missing optional keys as null, a number for a bigint, and any order", () => {
  const text =
    '{"body":{"profileJson":"{}","type":"OpenSession"},"requestId":7,"protocolVersion":{"minor":2,"major":1}}';
  const body: DriverRequestBody = { type: "OpenSession", profileJson: "{}", password: null, sshSecret: null };
  deepStrictEqual(fromExactJson("request", text), requestOf(body));
});

Deno.test("toExact() and fromExact() stand inside a larger document", () => {
  const hello: DriverResponseBody = {
    type: "Hello",
    serverName: "mock",
    serverVersion: "1",
    selectedVersion: VERSION,
    capabilities: [],
    driverKind: "Redis",
    driverMetadata: METADATA,
    formDefinition: { tabs: [] },
    settingsSchema: null,
  };
  const text = JSON.stringify({ ok: true, envelope: toExact("response", responseOf(hello)) });
  strictEqual(text.includes('"capabilities":360639814042402592'), true);
  const { envelope } = parseJson(text) as { envelope: unknown };
  deepStrictEqual(fromExact("response", envelope), responseOf(hello));
});

Deno.test("fromExactJson() refuses text that is not JSON", () => {
  throws(() => fromExactJson("request", "{"), { name: "MalformedError", offset: 1, path: "" });
});

Deno.test("toExactJson() refuses a value of the wrong type", () => {
  throws(() => toExactJson("request", requestOf({ type: "Cancel", handleId: "1" })), {
    name: "MalformedError",
    message: 'Cannot write request as JSON: expected a uuid, found "1", at byte 0 in body.handleId',
  });
});

Deno.test("toExactValue() gives a database value as messages have it, and refuses what is none", () => {
  const document = new Map<string, Value>([["a", 1n]]);
  strictEqual(
    JSON.stringify(toExactValue([1n, -0, Uint8Array.of(255), document, null])),
    '[{"type":"Int","value":"1"},{"type":"Float","value":"-0"},{"type":"Bytes","base64":"/w=="},' +
      '{"type":"Document","value":{"a":{"type":"Int","value":"1"}}},null]',
  );
  throws(() => toExactValue({ type: "No" } as never), /^MalformedError: Cannot write value as JSON/);
});
