/** The model storage of a driver in another process. */
import type { Event, Seq } from "../../event/event.ts";
import { toEntry } from "../../event/text.ts";
import { ModelStorage as Service } from "../../generated/apiplant/storage/v1/model_storage_pb.ts";
import type { Json } from "../../json/json.ts";
import { parseExact, STORED_DEPTH } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import type { HookDefinition, StoredModel } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { Filter, Query } from "../../model/query.ts";
import type { Caller } from "../../remote/caller.ts";
import { checkDriver } from "../../remote/driver_info.ts";
import { type ModelStorage, type Page, StorageError } from "../roles.ts";
import { numberOf } from "./numbers.ts";

/** The most bytes of events and lines in one request, as UTF-16 units, and the most lines. */
const MAX_UNITS = 4 << 20;
const MAX_LINES = 2_000;

const { method } = Service;

/** A model storage that is called. */
export class RemoteModelStorage implements ModelStorage {
  readonly #caller: Caller;

  private constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Asks the driver what it is.
   *
   * @throws {StorageError} `invalid` if it is no driver of model storages.
   */
  static async open(caller: Caller): Promise<RemoteModelStorage> {
    checkDriver(await caller.call(method.info, {}, { isRepeatable: true }), "model", caller.name);
    return new RemoteModelStorage(caller);
  }

  async state(): Promise<{ seq: Seq; logId: string | null }> {
    const { seq, logId } = await this.#caller.call(method.state, {}, { isRepeatable: true });
    return { seq: numberOf(seq), logId: logId === "" ? null : logId };
  }

  async apply(events: readonly Event[]): Promise<Seq> {
    let place = 0;
    for (const part of partsOf(events.map(messageOf), ({ json }) => json.length)) {
      const { seq } = await this.#caller.call(method.apply, { events: part }, { isRepeatable: true });
      place = numberOf(seq);
    }
    return events.length === 0 ? (await this.state()).seq : place;
  }

  async reset(logId: string): Promise<void> {
    await this.#caller.call(method.reset, { logId }, { isRepeatable: true });
  }

  async models(): Promise<readonly StoredModel[]> {
    const { json } = await this.#caller.call(method.models, {}, { isRepeatable: true });
    return json.map((text) => this.#document<StoredModel>(text));
  }

  async model(id: string, version?: number): Promise<StoredModel | null> {
    const { json } = await this.#caller.call(method.model, { id, version: version ?? 0 }, { isRepeatable: true });
    return json === "" ? null : this.#document(json);
  }

  async hooks(model: string): Promise<readonly HookDefinition[]> {
    const { json } = await this.#caller.call(method.hooks, { model }, { isRepeatable: true });
    return json.map((text) => this.#document<HookDefinition>(text));
  }

  async get(model: string, id: string): Promise<Instance | null> {
    const { json } = await this.#caller.call(method.get, { model, id }, { isRepeatable: true });
    return json === "" ? null : this.#document(json);
  }

  async find(model: string, query: Query): Promise<Page> {
    const request = { model, queryJson: stringifyExact(query as unknown as Json) };
    const { itemsJson, nextJson, total } = await this.#caller.call(method.find, request, { isRepeatable: true });
    return {
      items: itemsJson.map((text) => this.#document<Instance>(text)),
      next: nextJson === "" ? null : this.#document(nextJson),
      total: total === undefined ? null : numberOf(total),
    };
  }

  async count(model: string, filter: Filter | null): Promise<number> {
    const request = { model, filterJson: stringifyExact(filter as unknown as Json) };
    const { count } = await this.#caller.call(method.count, request, { isRepeatable: true });
    return numberOf(count);
  }

  async findUnique(model: string, fields: readonly string[], values: readonly Json[]): Promise<string | null> {
    const request = { model, fields: [...fields], valuesJson: stringifyExact(values) };
    const { id } = await this.#caller.call(method.findUnique, request, { isRepeatable: true });
    return id ?? null;
  }

  async *dump(): AsyncGenerator<string> {
    const id = crypto.randomUUID();
    for (let offset = 0;;) {
      const request = { id, offset: BigInt(offset), max: MAX_LINES };
      const { lines, end } = await this.#caller.call(method.dump, request, { isRepeatable: true });
      yield* lines;
      offset += lines.length;
      if (end) return;
      if (lines.length === 0) throw new StorageError("corrupt", `${this.#caller.name} ends a dump without its end`);
    }
  }

  async load(lines: AsyncIterable<string>): Promise<void> {
    const id = crypto.randomUUID();
    let part: string[] = [], units = 0, offset = 0;
    const send = async (end: boolean) => {
      const request = { id, offset: BigInt(offset), lines: part, end };
      await this.#caller.call(method.load, request, { isRepeatable: true });
      offset += part.length;
      part = [];
      units = 0;
    };
    for await (const line of lines) {
      if (part.length === MAX_LINES || (part.length > 0 && units + line.length > MAX_UNITS)) await send(false);
      part.push(line);
      units += line.length;
    }
    await send(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#caller[Symbol.asyncDispose]();
  }

  #document<T>(json: string): T {
    try {
      return parseExact(json, STORED_DEPTH) as unknown as T;
    } catch (error) {
      throw new StorageError("corrupt", `${this.#caller.name} answers a document that is not JSON`, { cause: error });
    }
  }
}

/** An event as a storage gets it: its text has no `seq`, as in the log. */
function messageOf(
  { seq, ...draft }: Event,
): { seq: bigint; id: string; model: string; instance: string; json: string } {
  const { id, model, instance, json } = toEntry(draft);
  return { seq: BigInt(seq), id, model, instance: instance ?? "", json };
}

/** The items in order, in parts that are neither too many nor, as far as one item allows, too large. */
function* partsOf<T>(items: readonly T[], sizeOf: (item: T) => number): Generator<T[]> {
  let part: T[] = [], units = 0;
  for (const item of items) {
    if (part.length === MAX_LINES || (part.length > 0 && units + sizeOf(item) > MAX_UNITS)) {
      yield part;
      part = [];
      units = 0;
    }
    part.push(item);
    units += sizeOf(item);
  }
  if (part.length > 0) yield part;
}
