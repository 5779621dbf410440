/** The OpenAPI document of a server, made from its table of routes and its models of now. */
import { createHash } from "node:crypto";
import { type RefusalCode, REFUSALS } from "../commit/refusal.ts";
import { COMMON_REFUSALS, type Route, type Shape } from "../http/route.ts";
import { VERSION } from "../http/version.ts";
import type { JsonObject } from "../json/json.ts";
import type { ModelDefinition, StoredModel } from "../model/definition.ts";
import { authorSchemas, dataSchema } from "./field_schema.ts";
import { parametersOf } from "./parameters.ts";
import { type Mode, refusalsOfCredentials, SECURITY_SCHEMES, securityOf } from "./security.ts";
import { COMPONENTS, instanceSchema, pageSchema, ref, SHAPES } from "./shapes.ts";

/** Routes of instances begin so; the document has them once for each model. */
const OF_MODEL = "/models/:id/instances";

/** Statuses of answers without a body that need words. */
const WITHOUT_BODY: Readonly<Record<string, string>> = {
  304: "What the client has is the present one",
  416: "No byte is in the range",
};

/** What tells one document from another: it changes with the models. */
export function modelsTag(models: readonly StoredModel[]): string {
  const text = models.map(({ definition, revision }) => `${definition.id} ${revision}`).join("\n");
  return `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"`;
}

/** The document (OpenAPI 3.1). */
export function openapiDocument(
  routes: readonly Route[],
  models: readonly StoredModel[],
  mountPath: string,
  mode: Mode = "open",
): JsonObject {
  const emitter = new Emitter(mode);
  for (const route of routes) {
    if (!route.path.startsWith(OF_MODEL)) emitter.route(route, null);
    else for (const { definition } of models) emitter.route(route, definition);
  }
  for (const { definition } of models) emitter.model(definition);
  return {
    openapi: "3.1.0",
    info: { title: "Models", version: VERSION },
    servers: [{ url: mountPath === "" ? "/" : mountPath }],
    tags: [
      { name: "server" },
      ...models.map(({ definition: { id, title } }) => ({
        name: id,
        ...(title === undefined ? {} : { description: title }),
      })),
    ],
    paths: emitter.paths as JsonObject,
    components: {
      schemas: emitter.schemas,
      responses: emitter.responses,
      parameters: emitter.parameters,
      ...(mode === "open" ? {} : { securitySchemes: SECURITY_SCHEMES }),
    },
  };
}

class Emitter {
  readonly paths: Record<string, Record<string, JsonObject>> = {};
  readonly schemas: Record<string, JsonObject> = { ...COMPONENTS };
  readonly responses: Record<string, JsonObject> = {};
  readonly parameters: Record<string, JsonObject> = {};

  constructor(readonly mode: Mode) {}

  /** The schemas of a model: what requests send, what answers have. */
  model(definition: ModelDefinition): void {
    const { id } = definition;
    for (const use of ["create", "replace", "patch"] as const) {
      this.schemas[`${id}.${use}`] = dataSchema(definition, use);
    }
    for (const [name, schema] of authorSchemas(definition)) this.schemas[name] = schema;
    this.schemas[id] = instanceSchema(dataSchema(definition, "answer"));
    this.schemas[`${id}.view`] = instanceSchema(dataSchema(definition, "view"));
  }

  route(route: Route, definition: ModelDefinition | null): void {
    const path = (definition === null ? route.path : route.path.replace(":id", definition.id)).replace(
      /:(\w+)/g,
      "{$1}",
    );
    const body = route.body === undefined ? null : this.#body(route, route.body, definition);
    this.paths[path] ??= {};
    this.paths[path][route.method.toLowerCase()] = {
      operationId: definition === null ? route.name : `${definition.id}.${route.name}`,
      summary: route.summary,
      tags: [definition?.id ?? "server"],
      parameters: this.#parameters(route, path),
      ...(this.mode === "open" ? {} : { security: securityOf(route, definition) }),
      ...(body === null ? {} : { requestBody: body }),
      responses: { ...this.#answers(route, definition), ...this.#refusals(route, definition) },
    };
  }

  /** Each parameter is written once, however many routes have it. */
  #parameters(route: Route, path: string): JsonObject[] {
    return parametersOf(route, path).map(([name, parameter]) => {
      this.parameters[name] = parameter;
      return { $ref: `#/components/parameters/${name}` };
    });
  }

  #body(route: Route, shape: Shape, definition: ModelDefinition | null): JsonObject {
    const schema = shape === "patch" && definition !== null
      ? ref(`${definition.id}.patch`)
      : shape === "data"
      ? ref(`${definition!.id}.${route.method === "PUT" ? "replace" : "create"}`)
      : SHAPES[shape as keyof typeof SHAPES].schema;
    const types = shape === "bytes"
      ? [SHAPES.bytes.type]
      : route.method === "PATCH"
      ? ["application/json", "application/merge-patch+json"]
      : ["application/json"];
    return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
  }

  #answers(route: Route, definition: ModelDefinition | null): JsonObject {
    const entries = Object.entries(route.answers).map(([status, shape]): [string, JsonObject] => {
      if (shape === null) {
        return [status, { description: WITHOUT_BODY[status] ?? "Done" }];
      }
      return [status, { description: route.summary, content: this.#content(route, shape, definition) }];
    });
    return Object.fromEntries(entries);
  }

  #content(route: Route, shape: Shape, definition: ModelDefinition | null): JsonObject {
    // Who may change an instance and not read it gets none of its fields.
    const part = route.query.includes("fields") || this.mode === "required" && route.method !== "GET";
    if (shape === "instance") {
      return { "application/json": { schema: ref(part ? `${definition!.id}.view` : definition!.id) } };
    }
    if (shape === "instances") return { "application/json": { schema: pageSchema(ref(`${definition!.id}.view`)) } };
    const { type, schema } = SHAPES[shape as keyof typeof SHAPES];
    const stream: JsonObject = shape === "events" ? { "text/event-stream": { schema: { type: "string" } } } : {};
    return { [type]: { schema }, ...stream };
  }

  /** The refusals of a route by status; those with the same codes are one response for all routes. */
  #refusals(route: Route, definition: ModelDefinition | null): JsonObject {
    const byStatus = new Map<number, Set<RefusalCode>>();
    for (const code of [...COMMON_REFUSALS, ...refusalsOfCredentials(this.mode, route), ...route.refusals]) {
      if (definition !== null && !isPossible(code, definition)) continue;
      const codes = byStatus.get(REFUSALS[code]) ?? new Set();
      byStatus.set(REFUSALS[code], codes.add(code));
    }
    const entries = [...byStatus].filter(([status]) => !Object.hasOwn(route.answers, status)).map(([status, codes]) => {
      const sorted = [...codes].toSorted(), name = `${status}.${sorted.join(".")}`;
      this.responses[name] ??= {
        description: sorted.join(", "),
        content: {
          "application/json": {
            schema: { allOf: [ref("Error"), { properties: { error: { properties: { code: { enum: sorted } } } } }] },
          },
        },
      };
      return [String(status), { $ref: `#/components/responses/${name}` }];
    });
    return Object.fromEntries(entries);
  }
}

function isPossible(code: RefusalCode, definition: ModelDefinition): boolean {
  return code !== "if_match_required" || definition.requireIfMatch === true;
}
