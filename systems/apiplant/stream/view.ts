/** Events as readers see them. */
import type { Event } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Reader } from "../state/reader.ts";

/** How much of events a reader sees: all, all but hidden fields, also no source of hooks, or also no Idempotency-Keys. */
export type View = "all" | "whole" | "without code" | "plain";

/** A field that some version of its model hides. */
interface HiddenField {
  /** The first of these versions. */
  readonly since: number;
  /** The last version that took the field away: an older value is not one of a later field of that name. 0 for none. */
  gone: number;
}

/** The names that are hidden now. */
interface HiddenNow {
  readonly names: ReadonlySet<string>;
  /** Those whose older values alone are hidden, with the version from which on they are shown. */
  readonly older: readonly (readonly [name: string, version: number])[];
}

/**
 * The fields that events and older values must not show: those that any version of a model hides, unless the present one shows them
 * and none between has taken them away. Events of a model whose definition is gone are shown without their values.
 */
export class HiddenFields {
  readonly #state: Reader;
  readonly #ever = new Map<string, Map<string, HiddenField>>();
  /** The definitions whose older versions are known, by their models. */
  readonly #learned = new Map<string, ModelDefinition>();
  /** What must not be shown under the present definitions, by their models. */
  readonly #now = new Map<string, { readonly definition: ModelDefinition; readonly hidden: HiddenNow }>();

  private constructor(state: Reader) {
    this.#state = state;
  }

  /** Knows the models of a state, with all their versions. */
  static async load(state: Reader): Promise<HiddenFields> {
    const hidden = new HiddenFields(state);
    await hidden.reload();
    return hidden;
  }

  /** Learns from all models that the state has now. Rejects with a `StorageError`. */
  async reload(): Promise<void> {
    for (const { definition } of this.#state.models()) await this.learn(definition.id);
  }

  /** Learns all versions that a model has now: what takes no events of models does that first. Rejects with a `StorageError`. */
  async learn(id: string): Promise<void> {
    const definition = this.#state.model(id)?.definition;
    if (definition === undefined || this.#learned.get(id) === definition) return;
    for (let version = 1; version < definition.version; version++) {
      const older = await this.#state.modelVersion(id, version);
      if (older !== null) this.#add(older.definition);
    }
    this.#add(definition);
    this.#learned.set(id, definition);
  }

  /** Learns from an event that is applied. */
  take({ kind, payload }: Event): void {
    if (kind === "model.created" || kind === "model.updated") this.#add(payload as unknown as ModelDefinition);
  }

  /** The names of data that must not be shown, which has the form of a version of its model: that of now, if it is left out. */
  of(definition: ModelDefinition, version: number = definition.version): ReadonlySet<string> {
    const { names, older } = this.#hiddenBy(definition);
    if (older.length === 0) return names;
    return new Set([...names, ...older.filter(([, shown]) => version < shown).map(([name]) => name)]);
  }

  /** An event as a reader sees it. */
  view(event: Event, view: View): JsonObject {
    const { seq, payload, idem, ...others } = event;
    const shown = view === "plain" || idem === undefined ? { seq, ...others } : { seq, ...others, idem };
    const members = shown as unknown as JsonObject;
    if (payload === undefined) return members;
    if (event.kind.startsWith("hook.")) return view === "all" || view === "whole" ? { ...members, payload } : members;
    if (!event.kind.startsWith("instance.") || view === "all") return { ...members, payload };
    const model = this.#state.model(event.model);
    if (model === null) return members;
    const hidden = this.of(model.definition, event.modelVersion);
    return { ...members, payload: hidden.size === 0 ? payload : without(payload as JsonObject, hidden) };
  }

  #hiddenBy(definition: ModelDefinition): HiddenNow {
    const known = this.#now.get(definition.id);
    if (known?.definition === definition) return known.hidden;
    this.#add(definition);
    const all = [...this.#ever.get(definition.id)!];
    const isHidden = (name: string) =>
      !Object.hasOwn(definition.fields, name) || definition.fields[name]!.hidden === true;
    const hidden = {
      names: new Set(all.filter(([name]) => isHidden(name)).map(([name]) => name)),
      older: all.filter(([name, { gone }]) => gone > 0 && !isHidden(name)).map(([name, { gone }]) =>
        [name, gone] as const
      ),
    };
    this.#now.set(definition.id, { definition, hidden });
    return hidden;
  }

  #add({ id, version, fields, migration = [] }: ModelDefinition): void {
    this.#now.delete(id);
    const hidden = this.#ever.get(id) ?? new Map<string, HiddenField>();
    const left = new Set(
      migration.flatMap((step) => "rename" in step ? [step.rename] : "drop" in step ? [step.drop] : []),
    );
    for (const [name, field] of hidden) {
      const isGone = left.has(name) || !Object.hasOwn(fields, name);
      if (isGone && field.since < version) field.gone = Math.max(field.gone, version);
    }
    for (const [name, field] of Object.entries(fields)) {
      if (field.hidden === true && !hidden.has(name)) hidden.set(name, { since: version, gone: 0 });
    }
    this.#ever.set(id, hidden);
  }
}

function without(payload: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !names.has(name)));
}

const encoder = new TextEncoder();

/** One event of a stream of Server-Sent Events; its data stands in one line. `id` is left out for null. */
export function frame(id: number | null, event: string, data: Json | undefined): Uint8Array<ArrayBuffer> {
  const lines = [
    ...(id === null ? [] : [`id: ${id}`]),
    `event: ${event}`,
    ...(data === undefined ? [] : [`data: ${stringifyExact(data)}`]),
  ];
  return encoder.encode(`${lines.join("\n")}\n\n`);
}

/** A line that keeps a connection open, or says something to people who read along. */
export function comment(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`: ${text}\n\n`);
}

/** How long a client waits before it connects again. */
export const RETRY: Uint8Array<ArrayBuffer> = encoder.encode("retry: 2000\n\n");
