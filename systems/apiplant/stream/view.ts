/** Events as readers see them. */
import type { Event } from "../event/event.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Reader } from "../state/reader.ts";

/** How much of events a reader sees: all, all but the source of hooks, or also no Idempotency-Keys. */
export type View = "whole" | "without code" | "plain";

/**
 * The fields that events must not show: those that any version of a model hides, unless the present one shows them. Events of
 * a model whose definition is gone are shown without their values.
 */
export class HiddenFields {
  readonly #state: Reader;
  readonly #ever = new Map<string, Set<string>>();
  /** What must not be shown under a present definition. */
  readonly #now = new WeakMap<ModelDefinition, ReadonlySet<string>>();

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
    for (const { definition } of this.#state.models()) {
      for (let version = 1; version < definition.version; version++) {
        const older = await this.#state.modelVersion(definition.id, version);
        if (older !== null) this.#add(older.definition);
      }
    }
  }

  /** Learns from an event that is applied. */
  take({ kind, payload }: Event): void {
    if (kind === "model.created" || kind === "model.updated") this.#add(payload as unknown as ModelDefinition);
  }

  /** An event without hidden values. */
  view(event: Event, view: View): JsonObject {
    const { seq, payload, idem, ...others } = event;
    const shown = view === "plain" || idem === undefined ? { seq, ...others } : { seq, ...others, idem };
    const members = shown as unknown as JsonObject;
    if (payload === undefined) return members;
    if (event.kind.startsWith("hook.")) return view === "whole" ? { ...members, payload } : members;
    if (!event.kind.startsWith("instance.")) return { ...members, payload };
    const model = this.#state.model(event.model);
    if (model === null) return members;
    const hidden = this.#hiddenBy(model.definition);
    return { ...members, payload: hidden.size === 0 ? payload : without(payload as JsonObject, hidden) };
  }

  #hiddenBy(definition: ModelDefinition): ReadonlySet<string> {
    const known = this.#now.get(definition);
    if (known !== undefined) return known;
    this.#add(definition);
    const hidden = new Set([...this.#ever.get(definition.id)!].filter((name) => {
      return !Object.hasOwn(definition.fields, name) || definition.fields[name]!.hidden === true;
    }));
    this.#now.set(definition, hidden);
    return hidden;
  }

  #add({ id, fields }: ModelDefinition): void {
    const hidden = this.#ever.get(id) ?? new Set<string>();
    for (const [name, field] of Object.entries(fields)) if (field.hidden === true) hidden.add(name);
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
