/** Instances in place of their ids. */
import { allowance, holds } from "../auth/rules.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { referenceFields } from "../model/constraints.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { queryField, wrongQuery } from "../model/query_fields.ts";
import type { Exchange } from "./exchange.ts";

const MAX_NAMES = 20;

/** What `expand=author,comments.author` asks for: Reference fields, two levels deep at most. */
export class Expansion {
  readonly #tree = new Map<string, { readonly model: string; readonly inner: Expansion | null }>();
  readonly #exchange: Exchange;
  /** Instances that were read already, since many refer to the same. */
  readonly #read = new Map<string, Promise<JsonObject | null>>();

  /** Reads a parameter; without it nothing is expanded. */
  constructor(exchange: Exchange, definition: ModelDefinition, text: string | null, depth = 2) {
    this.#exchange = exchange;
    const paths = text === null ? [] : text.split(",").map((path) => path.split("."));
    if (paths.length > MAX_NAMES) {
      throw wrongQuery(`\`expand\` must have at most ${MAX_NAMES} fields`, { parameter: "expand" });
    }
    for (const name of new Set(paths.map(([first]) => first!))) {
      queryField(definition, name, "expand", exchange.visibility);
      const reference = referenceFields(definition).find((one) => one.name === name);
      if (reference === undefined) {
        throw wrongQuery(`\`expand\` names ${name}, which is not a Reference`, { parameter: "expand", field: name });
      }
      const inner = paths.filter(([first, ...more]) => first === name && more.length > 0).map(([, ...more]) =>
        more.join(".")
      );
      this.#tree.set(name, { model: reference.model, inner: this.#inner(reference.model, inner, depth) });
    }
  }

  /** Refuses fields that are expanded and not asked for. */
  checkNames(projection: ReadonlySet<string> | null): void {
    for (const name of this.#tree.keys()) {
      if (projection === null || projection.has(name)) continue;
      throw wrongQuery(`\`expand\` names ${name}, which \`fields\` leaves out`, { parameter: "expand", field: name });
    }
  }

  /** A presented instance with the instances that its fields refer to. */
  async expand(instance: JsonObject): Promise<JsonObject> {
    if (this.#tree.size === 0) return instance;
    const data = new Map(Object.entries(instance.data as JsonObject));
    for (const name of this.#tree.keys()) {
      const value = data.get(name) ?? null;
      if (Array.isArray(value)) {
        data.set(name, await Promise.all(value.map((id: Json) => this.#instance(name, id as string))));
      } else if (value !== null) data.set(name, await this.#instance(name, value as string));
    }
    return { ...instance, data: Object.fromEntries(data) };
  }

  #inner(model: string, paths: readonly string[], depth: number): Expansion | null {
    const { server, caller } = this.#exchange, target = server.core.state.model(model);
    // What is within instances that the caller may not read is not looked at: its names are not to be found out.
    if (paths.length === 0 || target === null || allowance(caller, target.definition, "read") === "none") {
      return null;
    }
    if (depth === 1) throw wrongQuery("`expand` must have at most one dot in a name", { parameter: "expand" });
    return new Expansion(this.#exchange, target.definition, paths.join(","), depth - 1);
  }

  #instance(field: string, id: string): Promise<JsonObject | null> {
    const { model, inner } = this.#tree.get(field)!, key = `${field} ${id}`;
    const read = this.#read.get(key) ?? this.#load(model, id, inner);
    this.#read.set(key, read);
    return read;
  }

  async #load(model: string, id: string, inner: Expansion | null): Promise<JsonObject | null> {
    const { server: { core: { state } }, caller } = this.#exchange, target = state.model(model);
    const instance = target === null ? null : await state.get(model, id);
    if (instance === null) return null;
    const { definition } = target!, { hidden } = this.#exchange.server;
    if (!hidden.knows(model)) await hidden.learn(model);
    if (!holds(definition, allowance(caller, definition, "read"), instance)) return null;
    const presented = this.#exchange.present(definition, instance);
    return inner === null ? presented : await inner.expand(presented);
  }
}
