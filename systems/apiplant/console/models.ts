/** Models: rows, their nodes, and what can be done with one. */
import type { JsonSchema, ModelInfo, ModelOutcome, Rows, TreeNode } from "@fluxwire/console/api";
import { JsonTextError, parseExact } from "../json/parse.ts";
import type { Json } from "../json/json.ts";
import { listOf, modelOf } from "./answers.ts";
import { changing, type Deed, membersAt, reading, revisionAt, textAt, textOrNullAt } from "./deed.ts";
import type { Instances } from "./instances.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf, unsent } from "./outcome.ts";

const DEFINITION: JsonSchema = { type: "string", title: "definition", format: "multiline", description: "JSON" };
const REVISION: JsonSchema = { type: "integer", title: "revision" };

/** The models of one server. */
export class Models {
  readonly #server: ModelServer;
  readonly #instances: Instances;

  /** Asks nothing yet. */
  constructor(server: ModelServer, instances: Instances) {
    this.#server = server;
    this.#instances = instances;
  }

  /** What can be done with all of them. */
  readonly deeds: readonly Deed[] = [
    changing("define", "Define a model", [DEFINITION], (_path, args, signal) => {
      return this.#define("POST", "", undefined, textAt(args, 0, "definition"), signal);
    }),
  ];

  /** What can be done with one; the path is its id. */
  readonly oneDeeds: readonly Deed[] = [
    reading("describe", "Describe", [], ([id], _args, signal) => this.#instances.model(id!, signal)),
    changing("create", "Create an instance", [{ type: "object", title: "values" }, { type: "string", title: "id" }], (
      [id],
      args,
      signal,
    ) => this.#instances.create(id!, textOrNullAt(args, 1, "id"), membersAt(args, 0, "values"), signal)),
    changing("redefine", "Change the definition", [REVISION, DEFINITION], ([id], args, signal) => {
      return this.#define("PUT", `/${id}`, revisionAt(args, 0), textAt(args, 1, "definition"), signal);
    }),
    changing(
      "drop",
      "Delete the model",
      [],
      ([id], _args, signal) => this.#drop(id!, signal),
      "Delete this model with its hooks and all its instances? This cannot be undone.",
    ),
  ];

  /** All of them. */
  async list(signal: AbortSignal): Promise<readonly ModelInfo[]> {
    return listOf(await this.#server.ask("/models", { signal }), "items").map(modelOf);
  }

  /** Their nodes. */
  async nodes(signal: AbortSignal): Promise<readonly TreeNode[]> {
    return (await this.list(signal)).map(({ id, title, version, fields, hooks }) => ({
      id: `model:${id}`,
      title,
      kind: "model",
      hasChildren: hooks.length > 0,
      hasRows: true,
      state: null,
      problem: null,
      facts: [
        { name: "version", value: String(version) },
        { name: "fields", value: String(fields.length) },
        { name: "hooks", value: hooks.join(", ") },
      ],
    }));
  }

  /** A row for each. */
  async rows(signal: AbortSignal): Promise<Rows> {
    const columns = ["id", "title", "version", "revision", "fields", "hooks"];
    const rows = (await this.list(signal)).map(({ id, title, version, revision, fields, hooks }) => ({
      node: `model:${id}`,
      values: { id, title, version, revision, fields: fields.length, hooks: hooks.join(", ") },
    }));
    return { columns: columns.map((name) => ({ name, title: name, type: "String", schema: null })), rows, next: null };
  }

  async #define(
    method: "POST" | "PUT",
    path: string,
    ifMatch: number | undefined,
    definition: string,
    signal: AbortSignal,
  ): Promise<ModelOutcome<ModelInfo>> {
    const sent = read(definition);
    if ("refused" in sent) return sent;
    const ask = { method, body: sent.done, signal, ...ifMatch !== undefined && { ifMatch } };
    return await outcomeOf(async () => modelOf(await this.#server.ask(`/models${path}`, ask)));
  }

  async #drop(id: string, signal: AbortSignal): Promise<ModelOutcome<null>> {
    return await outcomeOf(async () => {
      await this.#server.ask(`/models/${id}`, { method: "DELETE", signal });
      return null;
    });
  }
}

/** The value of a definition's text; a fault has its line and column. */
function read(definition: string): ModelOutcome<Json> {
  try {
    return { done: parseExact(definition) };
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const before = definition.slice(0, error.offset).split("\n");
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    return unsent([{ path: "", message: `must be JSON: ${error.reason}`, ...place }]);
  }
}
