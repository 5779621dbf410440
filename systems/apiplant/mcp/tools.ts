/** The tools of models: each is a route of instances, with its checks, rules and answers. */
import type { Json, JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { authorSchemas, dataSchema, ID } from "../openapi/field_schema.ts";

/** What a tool does. */
export type ToolAction = "list" | "read" | "create" | "update" | "delete" | "history";

/** A request of the route behind a tool. */
export interface ToolRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path, encoded, without its parameters. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | null;
}

interface Row {
  readonly summary: (model: string) => string;
  readonly hints: JsonObject;
  /** The arguments besides `id` and `data`, which become parameters. */
  readonly query: readonly string[];
  readonly method: ToolRequest["method"];
  readonly hasId: boolean;
  readonly data: "create" | "patch" | null;
  /** What stands behind the path of the instance. */
  readonly end: string;
}

const READ: JsonObject = { readOnlyHint: true, openWorldHint: false };
const TEXT: JsonObject = { type: "string" };

const ROWS: Readonly<Record<ToolAction, Row>> = {
  list: {
    summary: (model) =>
      `Lists instances of ${model}, filtered and sorted; \`next\` is the cursor of the page behind it.`,
    hints: READ,
    query: ["filter", "search", "sort", "limit", "cursor", "fields", "expand", "total"],
    method: "GET",
    hasId: false,
    data: null,
    end: "",
  },
  read: {
    summary: (model) => `Reads one instance of ${model}, now or as it was at a seq or a time.`,
    hints: READ,
    query: ["at", "fields", "expand"],
    method: "GET",
    hasId: true,
    data: null,
    end: "",
  },
  create: {
    summary: (model) => `Creates an instance of ${model}.`,
    hints: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    query: [],
    method: "POST",
    hasId: false,
    data: "create",
    end: "",
  },
  update: {
    summary: (model) => `Changes the given fields of an instance of ${model}; null empties one.`,
    hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
    query: [],
    method: "PATCH",
    hasId: true,
    data: "patch",
    end: "",
  },
  delete: {
    summary: (model) => `Deletes an instance of ${model}.`,
    hints: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
    query: [],
    method: "DELETE",
    hasId: true,
    data: null,
    end: "",
  },
  history: {
    summary: (model) => `Lists the events of an instance of ${model}, newest first.`,
    hints: READ,
    query: ["limit", "cursor"],
    method: "GET",
    hasId: true,
    data: null,
    end: "/history",
  },
};

/** The schemas of arguments that become parameters. */
const PARAMETERS: Readonly<Record<string, JsonObject>> = {
  filter: {
    type: "object",
    description: 'Such as {"title": "a", "views": {"gt": 5}, "or": [...], "and": [...], "not": {...}}',
  },
  search: { ...TEXT, description: "Words that stand in indexed String fields" },
  sort: { ...TEXT, description: "Fields with commas between, `-` for descending" },
  limit: { type: "integer", minimum: 1 },
  cursor: { ...TEXT, description: "`next` of the page before" },
  fields: { ...TEXT, description: "Only these fields of `data`, with commas between" },
  expand: { ...TEXT, description: "References that are replaced by their instances, with commas between" },
  total: { type: "boolean", description: "Whether the number of all matches is given" },
  at: { ...TEXT, description: "A seq, or a time such as 2026-11-29T10:00:00Z" },
};

/** The actions of tools. */
export const TOOL_ACTIONS: readonly ToolAction[] = Object.keys(ROWS) as ToolAction[];

/** The name of a tool. Ids of models may have `_`; the last one stands before the action. */
function toolName(model: string, action: ToolAction): string {
  return `${model}_${action}`;
}

/** The model and the action of a tool's name; `null` if it is none. */
export function parseToolName(name: string): { readonly model: string; readonly action: ToolAction } | null {
  const at = name.lastIndexOf("_"), action = name.slice(at + 1) as ToolAction;
  return at > 0 && TOOL_ACTIONS.includes(action) ? { model: name.slice(0, at), action } : null;
}

/** A tool as lists have it. */
export function toolOf(definition: ModelDefinition, action: ToolAction): JsonObject {
  const { query, hints, summary, hasId, data } = ROWS[action], { id, title, description } = definition;
  const about = description === undefined ? "" : ` ${description}`,
    schemas = Object.fromEntries(authorSchemas(definition));
  return {
    name: toolName(id, action),
    title: `${title ?? id}: ${action}`,
    description: summary(id) + about,
    inputSchema: {
      type: "object",
      properties: {
        ...(hasId ? { id: ID } : {}),
        ...(data === null ? {} : { data: dataSchema(definition, data) }),
        ...(takesRevision(action) ? { revision: REVISION } : {}),
        ...Object.fromEntries(query.map((name) => [name, PARAMETERS[name]!])),
      },
      required: requiredOf(definition, action),
      additionalProperties: false,
      // Schemas of authors refer to their own parts by this place.
      ...(data === null || Object.keys(schemas).length === 0 ? {} : { components: { schemas } }),
    },
    annotations: hints,
  };
}

const REVISION: JsonObject = { type: "integer", minimum: 1, description: "Refuses the change of anything newer" };

function takesRevision(action: ToolAction): boolean {
  return action === "update" || action === "delete";
}

function requiredOf({ requireIfMatch }: ModelDefinition, action: ToolAction): string[] {
  const { hasId, data } = ROWS[action];
  return [
    ...hasId ? ["id"] : [],
    ...data === null ? [] : ["data"],
    ...takesRevision(action) && requireIfMatch === true ? ["revision"] : [],
  ];
}

/** The request behind a call, or what is wrong with its arguments in a sentence. */
export function toolRequest(definition: ModelDefinition, action: ToolAction, args: JsonObject): ToolRequest | string {
  const { query, method, hasId, data, end } = ROWS[action], revisions = takesRevision(action) ? ["revision"] : [];
  const known = [...hasId ? ["id"] : [], ...data === null ? [] : ["data"], ...revisions, ...query];
  const unknown = Object.keys(args).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return `The tool has no argument ${JSON.stringify(unknown.slice(0, 100))}: it has ${known.join(", ")}`;
  }
  const missing = requiredOf(definition, action).find((name) => !Object.hasOwn(args, name));
  if (missing !== undefined) return `The argument ${missing} is required`;
  if (hasId && typeof args.id !== "string") return "The argument id must be a string";
  if (args.revision !== undefined && !Number.isSafeInteger(args.revision)) {
    return "The argument revision must be an integer";
  }
  const base = `/models/${encodeURIComponent(definition.id)}/instances`;
  return {
    method,
    path: hasId ? `${base}/${encodeURIComponent(args.id as string)}${end}` : base,
    query: Object.fromEntries(
      query.filter((name) => Object.hasOwn(args, name)).map((name) => [name, textOf(args[name]!)]),
    ),
    headers: args.revision === undefined ? {} : { "if-match": `"${args.revision}"` },
    body: data === null ? null : args.data!,
  };
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : stringifyExact(value);
}
