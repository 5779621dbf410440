/** JSON Schemas of what routes take and answer, besides the data of models. */
import type { JsonObject } from "../json/json.ts";
import type { Shape } from "../http/route.ts";
import { FIELD_TYPES } from "../model/field_types.ts";
import { HOOK_NAMES } from "../http/hook_body.ts";
import { WEBHOOK_KINDS } from "../webhooks/webhook.ts";
import { ID } from "./field_schema.ts";

const STRING: JsonObject = { type: "string" };
const SEQ: JsonObject = { type: "integer", minimum: 0 };
const TIME: JsonObject = { type: "string", format: "date-time" };
const FLAG: JsonObject = { type: "boolean" };

function object(properties: JsonObject, optional: readonly string[] = []): JsonObject {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

function list(items: JsonObject, more: JsonObject = {}, optional: readonly string[] = []): JsonObject {
  return object({ items: { type: "array", items }, ...more }, optional);
}

/** A schema of the document's components. */
export function ref(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

const CURSOR: JsonObject = { type: ["string", "null"] };
const HOOK_OPTIONS: JsonObject = { type: "object" };
const FIELD: JsonObject = {
  type: "object",
  properties: { type: { enum: Object.keys(FIELD_TYPES) } },
  required: ["type"],
};
const MODEL_MEMBERS: JsonObject = {
  id: { type: "string", pattern: "^[a-z][a-z0-9_-]{0,62}$" },
  title: STRING,
  description: STRING,
  fields: { type: "object", additionalProperties: ref("Field"), maxProperties: 200 },
  strict: FLAG,
  idKind: { enum: ["uuid7", "any"] },
  requireIfMatch: FLAG,
  uniqueTogether: { type: "array", items: { type: "array", items: STRING, minItems: 2 } },
  rules: { type: "object" },
  ownerField: STRING,
};
const OPTIONAL_MEMBERS = Object.keys(MODEL_MEMBERS).filter((name) => name !== "id" && name !== "fields");
const HOOK_BODY: JsonObject = {
  oneOf: [
    object({
      kind: { const: "script" },
      language: { enum: ["js", "ts"] },
      source: STRING,
      options: HOOK_OPTIONS,
      hook: STRING,
      revision: SEQ,
    }, [
      "language",
      "options",
      "hook",
      "revision",
    ]),
    object({ kind: { const: "native" }, name: STRING, options: HOOK_OPTIONS, hook: STRING, revision: SEQ }, [
      "options",
      "hook",
      "revision",
    ]),
  ],
};

const WEBHOOK_MEMBERS: JsonObject = {
  url: { type: "string", format: "uri" },
  models: { type: ["array", "null"], items: STRING, minItems: 1 },
  kinds: { type: ["array", "null"], items: { enum: WEBHOOK_KINDS }, minItems: 1 },
  description: STRING,
  enabled: FLAG,
};
const WEBHOOK_ANSWER: JsonObject = { id: STRING, ...WEBHOOK_MEMBERS, createdAt: TIME, seq: SEQ, waiting: SEQ };

/** The schemas that every document has, by name. */
export const COMPONENTS: Readonly<Record<string, JsonObject>> = {
  Error: object({
    error: object({ code: STRING, message: STRING, details: {}, requestId: STRING }),
  }),
  Field: FIELD,
  Model: object({
    ...MODEL_MEMBERS,
    version: SEQ,
    revision: SEQ,
    hooks: { type: "array", items: { enum: [...HOOK_NAMES] } },
  }, OPTIONAL_MEMBERS),
  Event: {
    type: "object",
    properties: {
      seq: SEQ,
      id: STRING,
      at: TIME,
      kind: STRING,
      model: STRING,
      instance: STRING,
      payload: {},
      actor: STRING,
    },
    required: ["seq", "id", "at", "kind", "model", "commit", "actor", "origin", "v"],
  },
  Hook: object({
    hook: { enum: [...HOOK_NAMES] },
    kind: { enum: ["script", "native"] },
    language: STRING,
    source: STRING,
    name: STRING,
    options: HOOK_OPTIONS,
    revision: SEQ,
  }, [
    "language",
    "source",
    "name",
  ]),
  Webhook: object(WEBHOOK_ANSWER),
  DeadMessage: { type: "object", required: ["event", "seq", "kind", "model", "instance", "message", "attempts", "at"] },
  ErrorRecord: { type: "object", required: ["id", "at", "serverId", "level", "code", "message"] },
  DeadLetter: { type: "object", required: ["event", "seq", "model", "hook", "code", "message", "attempts", "at"] },
};

const NULLABLE: JsonObject = { type: ["string", "null"] };
/** The members of an API key. */
const KEY = {
  id: STRING,
  scopes: { type: "array", items: STRING },
  createdAt: TIME,
  expiresAt: NULLABLE,
  previousUntil: NULLABLE,
} as const;

/** The schema and the content type of a shape. Those of instances are of one model, and made for it. */
export const SHAPES: Readonly<
  Record<
    Exclude<Shape, "instances" | "instance" | "data" | "patch">,
    { readonly type: string; readonly schema: JsonObject }
  >
> = {
  info: json(
    object({
      name: STRING,
      version: STRING,
      serverId: STRING,
      seq: SEQ,
      lag: SEQ,
      status: { enum: ["ok", "degraded", "read-only", "stopping"] },
      models: SEQ,
    }),
  ),
  health: json(object({ status: STRING, checks: { type: "object", additionalProperties: STRING } })),
  models: json(list(ref("Model"), { total: SEQ })),
  model: json(ref("Model")),
  newModel: json(object({
    ...MODEL_MEMBERS,
    version: SEQ,
    revision: SEQ,
    hooks: { anyOf: [{ type: "array", items: STRING }, { type: "object", additionalProperties: HOOK_BODY }] },
    migration: { type: "array", items: { type: "object" } },
  }, [...OPTIONAL_MEMBERS, "id", "version", "revision", "hooks", "migration"])),
  modelPatch: json({ type: "object" }),
  hooks: json(list(object({ hook: STRING, kind: STRING, revision: SEQ, enabled: FLAG }))),
  hook: json(ref("Hook")),
  hookBody: json(HOOK_BODY),
  history: json(list(ref("Event"), { next: CURSOR })),
  restore: json(object({ revision: { type: "integer", minimum: 1 } })),
  batch: json(object({
    ops: {
      type: "array",
      minItems: 1,
      items: object({
        op: { enum: ["create", "update", "patch", "delete"] },
        model: STRING,
        id: ID,
        data: { type: "object" },
        ifMatch: { type: ["integer", "string"] },
      }, [
        "id",
        "data",
        "ifMatch",
      ]),
    },
  })),
  batchResult: json(object({
    seq: { type: "array", items: SEQ, minItems: 2, maxItems: 2 },
    results: { type: "array", items: object({ status: SEQ, instance: { type: "object" } }, ["instance"]) },
  })),
  events: json(list(ref("Event"), { next: SEQ, head: SEQ })),
  deadLetters: json(list(ref("DeadLetter"), { total: SEQ, dropped: SEQ })),
  errorRecords: json(list(ref("ErrorRecord"), { next: CURSOR })),
  findings: json(list(object({ level: { enum: ["open", "warning"] }, code: STRING, message: STRING }))),
  snapshot: json(object({ seq: SEQ })),
  compact: json(object({ before: { type: "integer", minimum: 1 }, delete: FLAG }, ["delete"])),
  logPlaces: json(object({ first: SEQ, head: SEQ })),
  erased: json(object({ seq: SEQ })),
  definitions: json(
    object({ v: { const: 1 }, models: { type: "array", items: { type: "object", required: ["id", "fields"] } } }),
  ),
  imported: json(object({ created: { type: "array", items: STRING }, same: { type: "array", items: STRING } })),
  archive: { type: "application/x-tar", schema: STRING },
  caller: json(object({
    kind: { enum: ["open", "anonymous", "key", "token"] },
    actor: STRING,
    subject: NULLABLE,
    roles: { type: "array", items: STRING },
    admin: FLAG,
    expiresAt: NULLABLE,
  })),
  keys: json(list(object({ ...KEY, lastUsedAt: NULLABLE }), { total: SEQ })),
  newKey: json(object({ id: STRING, scopes: KEY.scopes, expiresAt: NULLABLE }, ["scopes", "expiresAt"])),
  rotation: json(object({ grace: { type: ["string", "integer"] } }, ["grace"])),
  keyWithText: json(object({ ...KEY, key: STRING })),
  openapi: json({ type: "object", required: ["openapi", "info", "paths"] }),
  html: { type: "text/html; charset=utf-8", schema: STRING },
  typescript: { type: "text/typescript; charset=utf-8", schema: STRING },
  file: json(FIELD_TYPES.File.schema({ type: "File" })),
  webhooks: json(list(ref("Webhook"), { total: SEQ })),
  webhook: json(ref("Webhook")),
  webhookBody: json(object({ ...WEBHOOK_MEMBERS, secret: STRING }, [...Object.keys(WEBHOOK_MEMBERS), "secret"])),
  newWebhook: json(object({ ...WEBHOOK_ANSWER, secret: STRING })),
  webhookSecret: json(object({ secret: STRING })),
  deadMessages: json(list(ref("DeadMessage"), { total: SEQ, dropped: SEQ })),
  mcp: json({ type: "object", properties: { jsonrpc: { const: "2.0" } }, required: ["jsonrpc"] }),
  bytes: { type: "*/*", schema: {} },
  metrics: { type: "text/plain; version=0.0.4; charset=utf-8", schema: STRING },
};

function json(schema: JsonObject): { readonly type: string; readonly schema: JsonObject } {
  return { type: "application/json", schema };
}

/** The schema of an instance whose data has this schema. */
export function instanceSchema(data: JsonObject): JsonObject {
  const members = { id: ID, revision: SEQ, modelVersion: SEQ, createdAt: TIME, updatedAt: TIME, data };
  return object({ ...members, erased: { const: true } }, ["erased"]);
}

/** The schema of a page of instances. */
export function pageSchema(instance: JsonObject): JsonObject {
  return list(instance, { next: CURSOR, total: SEQ }, ["total"]);
}
