/** Hooks of a model: their nodes, their source, and changes of it. */
import type { HookInfo, JsonSchema, ModelOutcome, TreeNode } from "@fluxwire/console/api";
import type { JsonObject } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import { hookOf, listOf, text } from "./answers.ts";
import { changing, type Deed, type Path, reading, textAt, textOrNullAt } from "./deed.ts";
import type { ModelServer } from "./model_server.ts";
import { outcomeOf } from "./outcome.ts";

const SOURCE: JsonSchema = { type: "string", title: "source", format: "multiline" };
const LANGUAGE: JsonSchema = { type: "string", title: "language", enum: ["js", "ts"] };
const OPTIONS: JsonSchema = { type: "string", title: "options", description: "JSON", format: "json" };
const REVISION: JsonSchema = { type: "integer", title: "revision" };

/** The hooks of one server. */
export class Hooks {
  readonly #server: ModelServer;

  /** Asks nothing yet. */
  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** What can be done with a hook; the path is the model and the hook's name. */
  readonly deeds: readonly Deed[] = [
    reading("source", "Source", [], (path, _args, signal) => this.#read(path, signal)),
    changing("set", "Set", [SOURCE, LANGUAGE, OPTIONS, REVISION], (path, args, signal) => {
      const options = textOrNullAt(args, 2, "options"), language = textOrNullAt(args, 1, "language") ?? "js";
      const body: JsonObject = {
        kind: "script",
        language,
        source: textAt(args, 0, "source"),
        ...options !== null && { options: parseExact(options) },
      };
      return this.#set(path, body, revisionOf(args[3]), signal);
    }),
    changing(
      "unset",
      "Take away",
      [REVISION],
      (path, args, signal) => this.#unset(path, revisionOf(args[0]), signal),
      "Take this hook away? Its source stays in the log alone.",
    ),
  ];

  /** The nodes of those that are set. */
  async nodes(model: string, signal: AbortSignal): Promise<readonly TreeNode[]> {
    return listOf(await this.#server.ask(`/models/${model}/hooks`, { signal }), "items").map(
      ({ hook, kind, enabled }) => ({
        id: `hook:${model}/${text(hook)}`,
        title: text(hook),
        kind: "hook",
        hasChildren: false,
        hasRows: false,
        state: enabled === false ? { level: "off", text: "off" } : null,
        problem: null,
        facts: [{ name: "kind", value: text(kind) }],
      }),
    );
  }

  async #read(path: Path, signal: AbortSignal): Promise<HookInfo> {
    return hookOf(await this.#server.ask(pathOf(path), { signal }));
  }

  async #set(
    path: Path,
    body: JsonObject,
    ifMatch: number | undefined,
    signal: AbortSignal,
  ): Promise<ModelOutcome<HookInfo>> {
    const ask = { method: "PUT", body, signal, ...ifMatch !== undefined && { ifMatch } } as const;
    return await outcomeOf(
      async () => hookOf(await this.#server.ask(pathOf(path), ask)),
      () => this.#read(path, signal),
    );
  }

  async #unset(path: Path, ifMatch: number | undefined, signal: AbortSignal): Promise<ModelOutcome<null>> {
    return await outcomeOf(async () => {
      await this.#server.ask(pathOf(path), { method: "DELETE", signal, ...ifMatch !== undefined && { ifMatch } });
      return null;
    }, () => this.#read(path, signal));
  }
}

/** The revision that a change is for; none for a hook that is set first. */
function revisionOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? value as number : undefined;
}

function pathOf([model, hook]: Path): string {
  return `/models/${model}/hooks/${hook}`;
}
