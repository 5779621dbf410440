import { deepEqual, equal, throws } from "node:assert/strict";
import type { FormFieldDef } from "../dto.ts";
import { type ProfileOptions, sessionRequest } from "./profile.ts";

function field(id: string, defaultValue: string): FormFieldDef {
  return { id, label: id, kind: { type: "Text" }, placeholder: "", required: false, defaultValue };
}

function options(fields: FormFieldDef[], changes: Partial<ProfileOptions> = {}): ProfileOptions {
  const formDefinition = { tabs: [{ id: "main", label: "Main", sections: [{ title: "Connection", fields }] }] };
  return {
    layout: "0.5",
    hello: { driverKind: "SQLite", formDefinition },
    socketId: "my-test-driver.sock",
    id: "6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11",
    name: "My mock",
    ...changes,
  };
}

const FIELDS = [field("endpoint", "localhost:8080"), field("api_key", "")];

Deno.test("sessionRequest() writes the profile that the real client of 0.4 and 0.5 writes", () => {
  const expected =
    '{"id":"6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11","name":"My mock","kind":"SQLite","driver_id":"rpc:my-test-driver.sock","config":{"External":{"kind":"SQLite","values":{"endpoint":"localhost:8080","api_key":""}}},"save_password":false}';
  equal(sessionRequest(options(FIELDS)).profileJson, expected);
  equal(sessionRequest(options(FIELDS, { layout: "0.4" })).profileJson, expected);
});

Deno.test("sessionRequest() adds the read-only flag from 0.6 on", () => {
  const expected =
    '{"id":"6f1c0a52-6c0f-4d3a-9a6e-2f8b9d3f7c11","name":"My mock","kind":"SQLite","driver_id":"rpc:my-test-driver.sock","config":{"External":{"kind":"SQLite","values":{"endpoint":"localhost:8080","api_key":""}}},"save_password":false,"read_only_flag":false}';
  equal(sessionRequest(options(FIELDS, { layout: "0.6" })).profileJson, expected);
  equal(sessionRequest(options(FIELDS, { layout: "0.7.1" })).profileJson, expected);
});

Deno.test("sessionRequest() puts values over defaults, empty ones too", () => {
  const { profileJson } = sessionRequest(options(FIELDS, { values: { endpoint: "", api_key: "k" } }));
  deepEqual(JSON.parse(profileJson).config.External.values, { endpoint: "", api_key: "k" });
});

Deno.test("sessionRequest() keeps the field password out of the profile", () => {
  const fields = [field("password", "default"), field("constructor", "plain")];
  const { profileJson, password } = sessionRequest(options(fields, { values: { password: "secret" } }));
  deepEqual(JSON.parse(profileJson).config.External.values, { password: "default", constructor: "plain" });
  equal(password, "secret");
  equal(sessionRequest(options(fields)).password, null);
});

Deno.test("sessionRequest() refuses a value without a field in the form", () => {
  throws(
    () => sessionRequest(options(FIELDS, { values: { endpont: "x" } })),
    new RangeError('Cannot fill form: it has no field "endpont"; its fields are endpoint, api_key'),
  );
  throws(() => sessionRequest(options([], { values: { a: "x" } })), /its fields are none/);
});
