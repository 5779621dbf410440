import { deepEqual, equal, ok } from "node:assert/strict";
import type {
  DriverFormDef,
  DriverRequestBody,
  DriverRequestEnvelope,
  DriverResponseBody,
  FormFieldDef,
} from "@fluxwire/wire";
import { HELLO } from "../../../tests/e2e/scripted_socket.ts";
import { MASK, MAX_SECRETS } from "@fluxwire/transport/secrets";
import { Masker } from "./masker.ts";

const HEADER = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n };

function request(body: DriverRequestBody): DriverRequestEnvelope {
  return { ...HEADER, body };
}

function opening(config: unknown, more: Record<string, unknown> = {}): DriverRequestEnvelope {
  const profileJson = JSON.stringify({ id: "1", name: "n", config, save_password: false, ...more });
  return request({ type: "OpenSession", profileJson, password: null, sshSecret: null });
}

function profileOf(envelope: DriverRequestEnvelope): Record<string, unknown> {
  ok(envelope.body.type === "OpenSession");
  return JSON.parse(envelope.body.profileJson);
}

function form(...fields: [string, "Text" | "Password" | "WriteOnly", string?][]): DriverFormDef {
  const defs = fields.map(([id, type, defaultValue = ""]): FormFieldDef => {
    return { id, label: id, kind: { type }, placeholder: "", required: false, defaultValue };
  });
  return { tabs: [{ id: "main", label: "Main", sections: [{ title: "Main", fields: defs }] }] };
}

function announced(masker: Masker, formDefinition: DriverFormDef) {
  const body = { ...HELLO, formDefinition } as DriverResponseBody;
  return masker.response({ ...HEADER, done: true, body });
}

Deno.test("Masker gives the same object back if nothing is secret", () => {
  const masker = new Masker();
  const plain = request({
    type: "Execute",
    request: { sql: "SELECT a FROM b WHERE c = 1", params: [new Map([["k", 1n]])] },
  });
  equal(masker.request(plain).envelope, plain);
  deepEqual(masker.request(plain).paths, []);
});

Deno.test("Masker masks every value of an unknown form, and only the secret values of a known one", () => {
  const masker = new Masker();
  const open = opening({ External: { kind: "SQLite", values: { path: "/data", pin: "12345", flag: "" } } });
  deepEqual(profileOf(masker.request(open).envelope)["config"], {
    External: { kind: "SQLite", values: { path: MASK, pin: MASK, flag: "" } },
  });
  const known = new Masker();
  announced(known, form(["path", "Text"], ["pin", "WriteOnly"], ["flag", "Text"]));
  const { envelope, paths } = known.request(open);
  deepEqual(profileOf(envelope)["config"], {
    External: { kind: "SQLite", values: { path: "/data", pin: MASK, flag: "" } },
  });
  deepEqual(paths, ["body.profileJson.config.External.values.pin"]);
});

Deno.test("Masker masks the secrets in profiles of built-in drivers, and passwords in their addresses", () => {
  const masker = new Masker();
  const open = opening(
    { Postgres: { host: "h", password: "pw-1", uri: "postgres://u:p%40ss@h/d", dsn: "Server=h;Pwd=pw-2;X=1" } },
    { access_kind: { method: "managed", params: { client_secret: "pw-3", region: "eu" } } },
  );
  const profile = profileOf(masker.request(open).envelope);
  deepEqual(profile["config"], {
    Postgres: { host: "h", password: MASK, uri: `postgres://u:${MASK}@h/d`, dsn: `Server=h;Pwd=${MASK};X=1` },
  });
  deepEqual(profile["access_kind"], { method: "managed", params: { client_secret: MASK, region: "eu" } });
  equal(profile["save_password"], false);
  const error = { type: "Error", code: "Driver", message: "p@ss and pw-2 are wrong", retriable: false } as const;
  const { envelope } = masker.response({ ...HEADER, done: true, body: error });
  deepEqual(envelope.body, { ...error, message: `${MASK} and ${MASK} are wrong` });
});

Deno.test("Masker masks a profile that is not JSON as a whole", () => {
  for (const profileJson of ["secret", '"secret"', "null", "{", ""]) {
    const { envelope } = new Masker().request(request({ type: "OpenSession", profileJson }));
    ok(envelope.body.type === "OpenSession");
    equal(envelope.body.profileJson, MASK);
  }
});

Deno.test("Masker masks defaults of secret fields, and nothing else of a form", () => {
  const { envelope, paths } = announced(new Masker(), form(["user", "Text", "root"], ["pin", "Password", "0000"]));
  ok(envelope.body.type === "Hello");
  deepEqual(envelope.body.formDefinition, form(["user", "Text", "root"], ["pin", "Password", MASK]));
  deepEqual(paths, ["body.formDefinition.tabs[0].sections[0].fields[1].defaultValue"]);
});

Deno.test("Masker finds a known secret in texts, bytes, keys and documents", () => {
  const masker = new Masker();
  masker.request(request({ type: "OpenSession", profileJson: "{}", password: "pä55/word" }));
  const { envelope } = masker.request(request({
    type: "Execute",
    request: {
      sql: "SELECT 'pä55/word' || 'p%C3%A455%2Fword'",
      params: [
        new TextEncoder().encode("<pä55/word>"),
        new Map([["pä55/word", [{ type: "Json", value: '{"a":"pä55/word"}' }]]]),
      ],
    },
  }));
  ok(envelope.body.type === "Execute");
  const { sql, params } = envelope.body.request;
  equal(sql, `SELECT '${MASK}' || '${MASK}'`);
  deepEqual(params, [
    new TextEncoder().encode(`<${MASK}>`),
    new Map([[MASK, [{ type: "Json", value: `{"a":"${MASK}"}` }]]]),
  ]);
});

Deno.test("Masker leaves parameters of statements alone", () => {
  const sql = "SELECT * FROM u WHERE password=$1 AND token=? AND api_key = 5 AND pwd=:x";
  const plain = request({ type: "Execute", request: { sql: sql.replace(":x", "?"), params: [] } });
  equal(new Masker().request(plain).envelope, plain);
});

Deno.test("Masker is full when it knows more secrets than it can remember", () => {
  const masker = new Masker();
  for (let i = 0; i <= MAX_SECRETS; i++) {
    ok(!masker.isFull);
    masker.request(request({ type: "OpenSession", profileJson: "{}", password: `secret ${i}` }));
  }
  ok(masker.isFull);
});
