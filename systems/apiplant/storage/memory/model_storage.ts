/** A model storage in memory: it is made from the log at each start. */
import type { Event, Seq } from "../../event/event.ts";
import type { Json } from "../../json/json.ts";
import type { HookDefinition, StoredModel } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { Filter, Query } from "../../model/query.ts";
import { applyEvent } from "../model/applying.ts";
import { Contents, type ModelContent, sortedHooks } from "../model/contents.ts";
import { dumpLine, readDump } from "../model/dump.ts";
import { countInstances, findEqual, findInstances } from "../model/finding.ts";
import { eventsBehind } from "../model/place.ts";
import { type MaybePromise, type ModelStorage, type Page, StorageError } from "../roles.ts";

/** Models, hooks and instances in maps. What it returns is its own: it is not changed by the caller, nor later by it. */
export class MemoryModelStorage implements ModelStorage {
  /** Kinds that keep the content elsewhere too read and replace it. */
  protected contents: Contents = new Contents();
  protected seq: Seq = 0;
  protected logId: string | null = null;

  state(): { seq: Seq; logId: string | null } {
    return { seq: this.seq, logId: this.logId };
  }

  apply(events: readonly Event[]): Seq {
    for (const event of eventsBehind(this.seq, this.logId, events)) {
      applyEvent(this.contents, event);
      this.seq = event.seq;
    }
    return this.seq;
  }

  reset(logId: string): MaybePromise<void> {
    this.contents = new Contents();
    this.seq = 0;
    this.logId = logId;
  }

  models(): readonly StoredModel[] {
    return [...this.contents.models.keys()].sort().map((id) => this.contents.models.get(id)!.current);
  }

  model(id: string, version?: number): StoredModel | null {
    const content = this.contents.models.get(id);
    return (version === undefined ? content?.current : content?.versions.get(version)) ?? null;
  }

  hooks(model: string): readonly HookDefinition[] {
    const content = this.contents.models.get(model);
    return content === undefined ? [] : sortedHooks(content);
  }

  get(model: string, id: string): Instance | null {
    return this.contents.models.get(model)?.instances.get(id) ?? null;
  }

  find(model: string, query: Query): Page {
    return findInstances(this.#content(model).instances, query);
  }

  count(model: string, filter: Filter | null): number {
    return countInstances(this.#content(model).instances, filter);
  }

  findUnique(model: string, fields: readonly string[], values: readonly Json[]): string | null {
    return findEqual(this.#content(model).instances, fields, values);
  }

  async *dump(): AsyncGenerator<string> {
    if (this.logId === null) throw new StorageError("invalid", "The model storage has no log: reset it first");
    // Taken at once, as events may be applied while the lines are read.
    const records = [...this.contents.records()];
    yield dumpLine({ kind: "head", seq: this.seq, logId: this.logId });
    for (const record of records) yield dumpLine(record);
  }

  async load(lines: AsyncIterable<string>): Promise<void> {
    const contents = new Contents();
    const head = await readDump(lines, (record) => contents.add(record));
    this.contents = contents;
    this.seq = head.seq;
    this.logId = head.logId;
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #content(model: string): ModelContent {
    const content = this.contents.models.get(model);
    if (content === undefined) throw new StorageError("not_found", `There is no model ${model}`);
    return content;
  }
}
