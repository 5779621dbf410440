/** Events as readers see them. */
import type { Event, Seq } from "../event/event.ts";
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

/** What is known of a model: its versions up to one definition. */
interface Known {
  readonly definition: ModelDefinition;
  /** The place of its first version; before it, another model may have had its name. */
  readonly begin: Seq;
  readonly ever: ReadonlyMap<string, HiddenField>;
  /** The names that this definition hides. */
  readonly names: ReadonlySet<string>;
  /** Those whose older values alone are hidden, with the version from which on they are shown. */
  readonly older: readonly (readonly [name: string, version: number])[];
}

/**
 * The fields that events and older values must not show: those that any version of a model hides, unless the present one shows them
 * and none between has taken them away. Events of a model whose definition is gone are shown without their values, and so is all
 * that a definition has changed since without being learned: a reader learns it first.
 */
export class HiddenFields {
  readonly #state: Reader;
  readonly #known = new Map<string, Known>();
  /** What is being learned, by the models. */
  readonly #learning = new Map<string, Promise<void>>();

  private constructor(state: Reader) {
    this.#state = state;
  }

  /** Knows the models of a state, with all their versions. Rejects with a `StorageError`. */
  static async load(state: Reader): Promise<HiddenFields> {
    const hidden = new HiddenFields(state);
    for (const { definition } of state.models()) await hidden.learn(definition.id);
    return hidden;
  }

  /** Whether all versions are known that a model has at this moment. */
  knows(id: string): boolean {
    return this.#state.model(id)?.definition === this.#known.get(id)?.definition;
  }

  /**
   * Learns the versions that a model has now. As it can change meanwhile, a reader looks whether it is known before it goes on in
   * the same turn. Rejects with a `StorageError`.
   */
  async learn(id: string): Promise<void> {
    if (this.knows(id)) return;
    const learning = this.#learning.get(id) ?? this.#learn(id).finally(() => this.#learning.delete(id));
    this.#learning.set(id, learning);
    await learning;
  }

  /** The names of data that must not be shown, which has the form of a version of its model; `null` for all names. */
  of(definition: ModelDefinition, version: number = definition.version): ReadonlySet<string> | null {
    const known = this.#known.get(definition.id);
    if (known?.definition !== definition) return null;
    const { names, older } = known;
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
    const model = this.#state.model(event.model), known = this.#known.get(event.model);
    if (model === null || known?.definition !== model.definition || seq < known.begin) return members;
    const hidden = this.of(model.definition, event.modelVersion)!;
    return { ...members, payload: hidden.size === 0 ? payload : without(payload as JsonObject, hidden) };
  }

  async #learn(id: string): Promise<void> {
    const model = this.#state.model(id);
    if (model === null) return void this.#known.delete(id);
    const { definition, definedAt } = model, before = this.#known.get(id);
    const first = definition.version === 1 ? null : await this.#state.modelVersion(id, 1),
      begin = first?.definedAt ?? definedAt;
    const isSame = before?.begin === begin && before.definition.version <= definition.version;
    const ever = new Map([...isSame ? before.ever : []].map(([name, field]) => [name, { ...field }]));
    for (let version = isSame ? before.definition.version + 1 : 1; version < definition.version; version++) {
      const older = await this.#state.modelVersion(id, version);
      if (older !== null) add(ever, older.definition);
    }
    // Another model may have taken its name meanwhile, and its versions be among these.
    if (this.#state.model(id)?.definition !== definition) return;
    add(ever, definition);
    this.#known.set(id, { definition, begin, ever, ...hiddenBy(definition, ever) });
  }
}

/** What a definition hides, with all versions up to it. */
function hiddenBy({ fields }: ModelDefinition, ever: ReadonlyMap<string, HiddenField>): Pick<Known, "names" | "older"> {
  const isHidden = (name: string) => !Object.hasOwn(fields, name) || fields[name]!.hidden === true;
  return {
    names: new Set([...ever.keys()].filter(isHidden)),
    older: [...ever].filter(([name, { gone }]) => gone > 0 && !isHidden(name)).map(([name, { gone }]) =>
      [name, gone] as const
    ),
  };
}

/** Takes the next version of a model. */
function add(ever: Map<string, HiddenField>, { version, fields, migration = [] }: ModelDefinition): void {
  const left = new Set(
    migration.flatMap((step) => "rename" in step ? [step.rename] : "drop" in step ? [step.drop] : []),
  );
  for (const [name, field] of ever) {
    const isGone = left.has(name) || !Object.hasOwn(fields, name);
    if (isGone && field.since < version) field.gone = version;
  }
  for (const [name, field] of Object.entries(fields)) {
    if (field.hidden === true && !ever.has(name)) ever.set(name, { since: version, gone: 0 });
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
