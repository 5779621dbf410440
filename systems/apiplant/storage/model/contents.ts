/** The content of a model storage in memory. */
import type { Seq } from "../../event/event.ts";
import type { HookDefinition, HookName, StoredModel } from "../../model/definition.ts";
import type { ChangeData, Content, PutInstance } from "./applying.ts";
import { Collection } from "./collection.ts";
import type { DumpRecord } from "./dump.ts";

/** A model with what belongs to it. */
export interface ModelContent {
  /** The current version. */
  current: StoredModel;
  /** All versions, by number. */
  readonly versions: Map<number, StoredModel>;
  readonly hooks: Map<HookName, HookDefinition>;
  readonly instances: Collection;
}

/** Models by id. */
export class Contents implements Content {
  readonly models: Map<string, ModelContent> = new Map();

  putModel(model: StoredModel, change: ChangeData | null): void {
    const { id, version } = model.definition;
    const content = this.models.get(id);
    if (content === undefined) {
      const instances = new Collection(model.definition);
      this.models.set(id, { current: model, versions: new Map([[version, model]]), hooks: new Map(), instances });
    } else {
      content.current = model;
      content.versions.set(version, model);
      content.instances.define(model.definition, change);
    }
  }

  removeModel(id: string): void {
    this.models.delete(id);
  }

  putHook(model: string, hook: HookDefinition): void {
    this.models.get(model)?.hooks.set(hook.hook, hook);
    this.#revise(model, hook.revision);
  }

  removeHook(model: string, hook: HookName, revision: Seq): void {
    this.models.get(model)?.hooks.delete(hook);
    this.#revise(model, revision);
  }

  putInstance(model: string, instance: PutInstance): void {
    this.models.get(model)?.instances.put(instance);
  }

  removeInstance(model: string, id: string): void {
    this.models.get(model)?.instances.remove(id);
  }

  /** All records but the head, in the order of a dump. */
  *records(): Generator<DumpRecord> {
    for (const id of [...this.models.keys()].sort()) yield* this.recordsOf(id);
  }

  /** The records of a model. */
  *recordsOf(id: string): Generator<DumpRecord> {
    const content = this.models.get(id);
    if (content === undefined) return;
    for (const [, model] of [...content.versions].sort(([one], [other]) => one - other)) yield { kind: "model", model };
    for (const hook of sortedHooks(content)) yield { kind: "hook", of: id, hook };
    for (const instance of content.instances.order([]).instances) yield { kind: "instance", of: id, instance };
  }

  /** Takes a record of a dump. */
  add(record: DumpRecord): void {
    if (record.kind === "model") this.putModel(record.model, null);
    else if (record.kind === "hook") this.models.get(record.of)?.hooks.set(record.hook.hook, record.hook);
    else if (record.kind === "instance") this.putInstance(record.of, record.instance);
  }

  #revise(model: string, revision: Seq): void {
    const content = this.models.get(model);
    if (content === undefined) return;
    content.current = { ...content.current, revision };
    content.versions.set(content.current.definition.version, content.current);
  }
}

/** The hooks of a model, by name. */
export function sortedHooks({ hooks }: ModelContent): HookDefinition[] {
  return [...hooks.values()].sort((one, other) => one.hook < other.hook ? -1 : 1);
}
