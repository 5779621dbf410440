/** Which instances have which files, in memory: read from the state once, and kept by the events. */
import { pause } from "@fluxwire/transport";
import { allInstances } from "../state/all_instances.ts";
import type { Event, Seq } from "../event/event.ts";
import type { JsonObject } from "../json/json.ts";
import type { StoredModel } from "../model/definition.ts";
import type { Core } from "../server/core.ts";
import { fileFields, filesIn } from "./file_fields.ts";

/** How many events are read at once. */
const PAGE = 500;
/** The pause after a storage was out of reach, in milliseconds. */
const PAUSE_MS = 200;

/** A place that has a file. */
export interface FileReference {
  readonly model: string;
  readonly instance: string;
  readonly field: string;
}

/** The references of a state that advances. */
export class FileReferences {
  readonly #core: Pick<Core, "state" | "feed">;
  /** Called when an instance has a file no more. */
  readonly #onDropped: (id: string) => void;
  readonly #byFile = new Map<string, Map<string, readonly FileReference[]>>();
  readonly #byModel = new Map<string, Map<string, readonly string[]>>();
  readonly #stop = new AbortController();
  readonly #waiting = new Set<() => void>();
  #seq: Seq = 0;
  #running: Promise<void> = Promise.resolve();

  private constructor(core: Pick<Core, "state" | "feed">, onDropped: (id: string) => void) {
    this.#core = core;
    this.#onDropped = onDropped;
  }

  /** Reads the state, and follows it until it is closed. */
  static start(core: Pick<Core, "state" | "feed">, onDropped: (id: string) => void): FileReferences {
    const references = new FileReferences(core, onDropped);
    references.#running = references.#run();
    return references;
  }

  /** Resolves when it has the references of the state as it is at the call, or when it is closed. */
  async current(): Promise<void> {
    const { seq } = this.#core.feed;
    while (this.#seq < seq && !this.#stop.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  /** The places that have a file. */
  of(id: string): readonly FileReference[] {
    return [...this.#byFile.get(id)?.values() ?? []].flat();
  }

  /** Ends reading. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#wake();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop, { feed, state } = this.#core;
    const reached = feed.waiter(signal, {
      wants: (event) => this.#wants(event),
      passed: (seq) => {
        this.#seq = seq;
        this.#wake();
      },
    });
    let isRead = false;
    while (!signal.aborted) {
      try {
        if (!isRead) {
          // Events that come while it is read are applied again after it: each sets what its instance has.
          const { seq } = feed;
          for (const model of state.models()) await this.#readModel(model);
          this.#seq = seq;
          isRead = true;
        } else {
          await reached(this.#seq + 1);
          for (const event of await feed.read(this.#seq + 1, PAGE)) {
            await this.#take(event);
            this.#seq = event.seq;
          }
        }
        this.#wake();
      } catch {
        // The model storage or the log is out of reach, or it ends.
        await pause(PAUSE_MS, { signal });
      }
    }
  }

  /** Whether an event can change references. An erasure leaves all fields that are not personal, and files are not. */
  #wants({ kind, model: id }: Event): boolean {
    if (!kind.startsWith("instance.")) return kind.startsWith("model.");
    const model = this.#core.state.model(id);
    return kind !== "instance.erased" && model !== null && fileFields(model.definition).length > 0;
  }

  async #take(event: Event): Promise<void> {
    const { kind, model: id, instance, payload } = event;
    const model = this.#core.state.model(id);
    if (kind === "model.deleted" || model === null) return this.#forget(id);
    // Its migration may have moved files to other fields.
    if (kind === "model.updated") return await this.#readModel(model);
    if (instance === undefined || !this.#wants(event)) return;
    this.#set(model, instance, payload === undefined ? null : payload as JsonObject);
  }

  async #readModel(model: StoredModel): Promise<void> {
    const { definition: { id } } = model;
    if (fileFields(model.definition).length === 0) return this.#forget(id);
    const seen = new Set<string>();
    for await (const instance of allInstances(this.#core.state, id)) {
      if (this.#stop.signal.aborted) break;
      seen.add(instance.id);
      this.#set(model, instance.id, instance.data);
    }
    for (const instance of [...this.#byModel.get(id)?.keys() ?? []]) {
      if (!seen.has(instance)) this.#set(model, instance, null);
    }
  }

  #forget(id: string): void {
    for (const [instance, files] of this.#byModel.get(id) ?? []) this.#drop(`${id}/${instance}`, files);
    this.#byModel.delete(id);
  }

  #set({ definition }: StoredModel, instance: string, data: JsonObject | null): void {
    const { id: model } = definition, key = `${model}/${instance}`;
    const found = data === null ? [] : filesIn(definition, data),
      ids = [...new Set(found.map(({ value }) => value.id))];
    const before = this.#byModel.get(model)?.get(instance) ?? [];
    for (const id of ids) {
      const references = found.filter(({ value }) => value.id === id).map(({ field }) => ({ model, instance, field }));
      if (!this.#byFile.has(id)) this.#byFile.set(id, new Map());
      this.#byFile.get(id)!.set(key, references);
    }
    this.#drop(key, before.filter((id) => !ids.includes(id)));
    if (!this.#byModel.has(model)) this.#byModel.set(model, new Map());
    if (ids.length === 0) this.#byModel.get(model)!.delete(instance);
    else this.#byModel.get(model)!.set(instance, ids);
  }

  #drop(key: string, files: readonly string[]): void {
    for (const id of files) {
      const references = this.#byFile.get(id);
      references?.delete(key);
      if (references?.size === 0) this.#byFile.delete(id);
      this.#onDropped(id);
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
