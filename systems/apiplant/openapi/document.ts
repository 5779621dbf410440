/** The OpenAPI document of a server, made from its table of routes and its models of now. */
import { setImmediate } from "node:timers";
import { type RefusalCode, REFUSALS } from "../commit/refusal.ts";
import { sha256 } from "../digest/sha256.ts";
import { COMMON_REFUSALS, type Route, type Shape } from "../http/route.ts";
import { VERSION } from "../http/version.ts";
import type { JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { Action, ModelDefinition, StoredModel } from "../model/definition.ts";
import { authorSchemas, dataSchema } from "./field_schema.ts";
import { parametersOf } from "./parameters.ts";
import { type Mode, openActions, refusalsOfCredentials, SECURITY_SCHEMES, securityOf } from "./security.ts";
import { COMPONENTS, instanceSchema, pageSchema, ref, SHAPES } from "./shapes.ts";

/** Routes of instances begin so; the document has them once for each model. */
const OF_MODEL = "/models/:id/instances";

/** Statuses of answers without a body that need words. */
const WITHOUT_BODY: Readonly<Record<string, string>> = {
  304: "What the client has is the present one",
  416: "No byte is in the range",
};

/** What tells one document from another: it changes with the models, and with what their reader sees. */
export async function modelsTag(models: readonly StoredModel[], showsHidden = false): Promise<string> {
  const lines = models.map(({ definition, revision }) => `${definition.id} ${revision}`);
  const text = [...lines, ...showsHidden ? ["hidden fields"] : []].join("\n");
  return `"${(await sha256()).update(text).digest("hex").slice(0, 32)}"`;
}

/** After so many models that are new to it, the document lets other requests run. */
const AT_ONCE = 50;
/** Stands for the id of a model in the text of its routes; no id has capital letters. */
const ANY = "$MODEL";

/** Makes the document (OpenAPI 3.1). The schemas of a model are made once for each of its versions. */
export class OpenApiDocument {
  readonly #schemas = new WeakMap<ModelDefinition, string>();
  readonly #mode: Mode;
  readonly #showsHidden: boolean;

  /** Of a server that asks for credentials, or does not; for a reader who sees hidden fields, or does not. */
  constructor(mode: Mode, showsHidden = false) {
    this.#mode = mode;
    this.#showsHidden = showsHidden;
  }

  /** The document of routes and models as text. Rejects with the signal's reason. */
  async text(
    routes: readonly Route[],
    models: readonly StoredModel[],
    mountPath: string,
    signal: AbortSignal,
  ): Promise<string> {
    const emitter = new Emitter(this.#mode), schemas = [members(COMPONENTS)];
    for (const route of routes) if (!isOfModel(route)) emitter.route(route, null);
    const paths = [members(emitter.paths as JsonObject)];
    // The routes of models differ by their ids, by whether changes need If-Match, and by what needs no credentials.
    const pathsOf = new Map<string, string>();
    let made = 0;
    for (const { definition } of models) {
      const requireIfMatch = definition.requireIfMatch === true;
      const open = this.#mode === "open" ? [] : openActions(definition), key = `${requireIfMatch} ${open}`;
      const text = pathsOf.get(key) ?? emitter.pathsOfModel(routes.filter(isOfModel), { requireIfMatch, open });
      pathsOf.set(key, text);
      paths.push(text.replaceAll(ANY, definition.id));
      let schema = this.#schemas.get(definition);
      if (schema === undefined) {
        if (++made % AT_ONCE === 0) {
          await new Promise((resolve) => setImmediate(resolve));
          signal.throwIfAborted();
        }
        this.#schemas.set(definition, schema = members(modelSchemas(definition, this.#showsHidden)));
      }
      schemas.push(schema);
    }
    const head = members({
      openapi: "3.1.0",
      info: { title: "Models", version: VERSION },
      servers: [{ url: mountPath === "" ? "/" : mountPath }],
      tags: [{ name: "server" }, ...models.map(({ definition }) => tagOf(definition))],
    });
    const { responses, parameters } = emitter;
    const security: JsonObject = this.#mode === "open" ? {} : { securitySchemes: SECURITY_SCHEMES };
    const components = `{"schemas":{${schemas.join()}},${members({ responses, parameters, ...security })}}`;
    return `{${head},"paths":{${paths.join()}},"components":${components}}`;
  }
}

function isOfModel({ path }: Route): boolean {
  return path.startsWith(OF_MODEL);
}

function tagOf({ id, title }: ModelDefinition): JsonObject {
  return { name: id, ...(title === undefined ? {} : { description: title }) };
}

/** The members of an object as text, without its braces. */
function members(object: JsonObject): string {
  return stringifyExact(object).slice(1, -1);
}

/** The schemas of a model: what requests send, what answers have. */
function modelSchemas(definition: ModelDefinition, showsHidden: boolean): JsonObject {
  const { id } = definition;
  return Object.fromEntries([
    ...(["create", "replace", "patch"] as const).map((use) =>
      [`${id}.${use}`, dataSchema(definition, use, showsHidden)] as const
    ),
    ...authorSchemas(definition),
    [id, instanceSchema(dataSchema(definition, "answer", showsHidden))],
    [`${id}.view`, instanceSchema(dataSchema(definition, "view", showsHidden))],
  ]);
}

/** What the routes of a model depend on. */
interface RoutedModel {
  readonly id: string;
  readonly requireIfMatch: boolean;
  /** The actions that need no credentials. */
  readonly open: readonly Action[];
}

class Emitter {
  paths: Record<string, Record<string, JsonObject>> = {};
  readonly responses: Record<string, JsonObject> = {};
  readonly parameters: Record<string, JsonObject> = {};

  constructor(readonly mode: Mode) {}

  /** The paths of a model as text, with {@link ANY} for its id. */
  pathsOfModel(routes: readonly Route[], model: Omit<RoutedModel, "id">): string {
    this.paths = {};
    for (const route of routes) this.route(route, { id: ANY, ...model });
    return members(this.paths as JsonObject);
  }

  route(route: Route, model: RoutedModel | null): void {
    const path = (model === null ? route.path : route.path.replace(":id", () => model.id)).replace(/:(\w+)/g, "{$1}");
    const body = route.body === undefined ? null : this.#body(route, route.body, model);
    this.paths[path] ??= {};
    this.paths[path][route.method.toLowerCase()] = {
      operationId: model === null ? route.name : `${model.id}.${route.name}`,
      summary: route.summary,
      tags: [model?.id ?? "server"],
      parameters: this.#parameters(route, path),
      ...(this.mode === "open" ? {} : { security: securityOf(route, model?.open ?? null) }),
      ...(body === null ? {} : { requestBody: body }),
      responses: { ...this.#answers(route, model), ...this.#refusals(route, model) },
    };
  }

  /** Each parameter is written once, however many routes have it. */
  #parameters(route: Route, path: string): JsonObject[] {
    return parametersOf(route, path).map(([name, parameter]) => {
      this.parameters[name] = parameter;
      return { $ref: `#/components/parameters/${name}` };
    });
  }

  #body(route: Route, shape: Shape, model: RoutedModel | null): JsonObject {
    const schema = shape === "patch" && model !== null
      ? ref(`${model.id}.patch`)
      : shape === "data"
      ? ref(`${model!.id}.${route.method === "PUT" ? "replace" : "create"}`)
      : SHAPES[shape as keyof typeof SHAPES].schema;
    const types = shape === "bytes"
      ? [SHAPES.bytes.type]
      : route.method === "PATCH"
      ? ["application/json", "application/merge-patch+json"]
      : ["application/json"];
    return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
  }

  #answers(route: Route, model: RoutedModel | null): JsonObject {
    const entries = Object.entries(route.answers).map(([status, shape]): [string, JsonObject] => {
      if (shape === null) {
        return [status, { description: WITHOUT_BODY[status] ?? "Done" }];
      }
      return [status, { description: route.summary, content: this.#content(route, shape, model) }];
    });
    return Object.fromEntries(entries);
  }

  #content(route: Route, shape: Shape, model: RoutedModel | null): JsonObject {
    // Who may change an instance and not read it gets none of its fields.
    const part = route.query.includes("fields") || this.mode === "required" && route.method !== "GET";
    if (shape === "instance") {
      return { "application/json": { schema: ref(part ? `${model!.id}.view` : model!.id) } };
    }
    if (shape === "instances") return { "application/json": { schema: pageSchema(ref(`${model!.id}.view`)) } };
    const { type, schema } = SHAPES[shape as keyof typeof SHAPES];
    const stream: JsonObject = shape === "events" ? { "text/event-stream": { schema: { type: "string" } } } : {};
    return { [type]: { schema }, ...stream };
  }

  /** The refusals of a route by status; those with the same codes are one response for all routes. */
  #refusals(route: Route, model: RoutedModel | null): JsonObject {
    const byStatus = new Map<number, Set<RefusalCode>>();
    for (const code of [...COMMON_REFUSALS, ...refusalsOfCredentials(this.mode, route), ...route.refusals]) {
      if (code === "if_match_required" && model?.requireIfMatch === false) continue;
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
