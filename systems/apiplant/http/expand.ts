/** Instances in place of their ids. */
import type { Caller } from "../auth/caller.ts";
import { allowance, holds } from "../auth/rules.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { referenceFields } from "../model/constraints.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { queryField, wrongQuery } from "../model/query_fields.ts";
import type { Reader } from "../state/reader.ts";
import { presentInstance } from "./present.ts";

const MAX_NAMES = 20;

/** What `expand=author,comments.author` asks for: Reference fields, two levels deep at most. */
export class Expansion {
  readonly #tree = new Map<string, { readonly model: string; readonly inner: Expansion | null }>();
  readonly #state: Reader;
  readonly #caller: Caller;
  /** Instances that were read already, since many refer to the same. */
  readonly #read = new Map<string, Promise<JsonObject | null>>();

  /** Reads a parameter; without it nothing is expanded. */
  constructor(state: Reader, definition: ModelDefinition, text: string | null, caller: Caller, depth = 2) {
    this.#state = state;
    this.#caller = caller;
    const paths = text === null ? [] : text.split(",").map((path) => path.split("."));
    if (paths.length > MAX_NAMES) {
      throw wrongQuery(`\`expand\` must have at most ${MAX_NAMES} fields`, { parameter: "expand" });
    }
    for (const name of new Set(paths.map(([first]) => first!))) {
      queryField(definition, name, "expand", "not hidden");
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
  async expand(instance: JsonObject, bigint: string | null): Promise<JsonObject> {
    if (this.#tree.size === 0) return instance;
    const data = new Map(Object.entries(instance.data as JsonObject));
    for (const name of this.#tree.keys()) {
      const value = data.get(name) ?? null;
      if (Array.isArray(value)) {
        data.set(name, await Promise.all(value.map((id: Json) => this.#instance(name, id as string, bigint))));
      } else if (value !== null) data.set(name, await this.#instance(name, value as string, bigint));
    }
    return { ...instance, data: Object.fromEntries(data) };
  }

  #inner(model: string, paths: readonly string[], depth: number): Expansion | null {
    const target = this.#state.model(model);
    // What is within instances that the caller may not read is not looked at: its names are not to be found out.
    if (paths.length === 0 || target === null || allowance(this.#caller, target.definition, "read") === "none") {
      return null;
    }
    if (depth === 1) throw wrongQuery("`expand` must have at most one dot in a name", { parameter: "expand" });
    return new Expansion(this.#state, target.definition, paths.join(","), this.#caller, depth - 1);
  }

  #instance(field: string, id: string, bigint: string | null): Promise<JsonObject | null> {
    const { model, inner } = this.#tree.get(field)!, key = `${field} ${id}`;
    const read = this.#read.get(key) ?? this.#load(model, id, inner, bigint);
    this.#read.set(key, read);
    return read;
  }

  async #load(model: string, id: string, inner: Expansion | null, bigint: string | null): Promise<JsonObject | null> {
    const target = this.#state.model(model), instance = target === null ? null : await this.#state.get(model, id);
    if (instance === null) return null;
    const { definition } = target!;
    if (!holds(definition, allowance(this.#caller, definition, "read"), instance)) return null;
    const presented = presentInstance(definition, instance, bigint);
    return inner === null ? presented : await inner.expand(presented, bigint);
  }
}
