/** A model storage of this process, for callers in others. */
import { fromEntry } from "../event/text.ts";
import { ModelStorage as Service } from "../generated/apiplant/storage/v1/model_storage_pb.ts";
import type { Json } from "../json/json.ts";
import { JsonTextError, parseExact, STORED_DEPTH } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { Filter, Query } from "../model/query.ts";
import { type ModelStorage, StorageError } from "../storage/roles.ts";
import type { OwnInfo } from "./own_info.ts";
import { Parts } from "./parts.ts";
import { type Route, route } from "./service.ts";

/** The most lines of one answer, in UTF-16 units; one line may have more. */
const MAX_UNITS = 4 << 20;

const { method } = Service;

/** The methods of a model storage. */
export function modelRoutes(storage: ModelStorage, driver: OwnInfo): [string, Route][] {
  const dumps = new Parts("dump"), loads = new Parts("load");
  return [
    route(method.info, () => driver),
    route(method.state, async () => {
      const { seq, logId } = await storage.state();
      return { seq: BigInt(seq), logId: logId ?? "" };
    }),
    route(method.apply, async ({ events }) => {
      const parsed = events.map(({ seq, id, model, instance, json }) => {
        return fromEntry({ seq: Number(seq), id, model, instance: instance === "" ? null : instance, json });
      });
      return { seq: BigInt(await storage.apply(parsed)) };
    }),
    route(method.reset, async ({ logId }) => {
      await storage.reset(logId);
      return {};
    }),
    route(method.models, async () => ({ json: (await storage.models()).map(text) })),
    route(
      method.model,
      async ({ id, version }) => ({ json: textOrNone(await storage.model(id, version || undefined)) }),
    ),
    route(method.hooks, async ({ model }) => ({ json: (await storage.hooks(model)).map(text) })),
    route(method.get, async ({ model, id }) => ({ json: textOrNone(await storage.get(model, id)) })),
    route(method.find, async ({ model, queryJson }) => {
      const { items, next, total } = await storage.find(model, valueOf<Query>(queryJson));
      return {
        itemsJson: items.map(text),
        nextJson: textOrNone(next),
        ...(total === null ? {} : { total: BigInt(total) }),
      };
    }),
    route(method.count, async ({ model, filterJson }) => {
      return { count: BigInt(await storage.count(model, valueOf<Filter | null>(filterJson))) };
    }),
    route(method.findUnique, async ({ model, fields, valuesJson }) => {
      const id = await storage.findUnique(model, fields, valueOf<readonly Json[]>(valuesJson));
      return id === null ? {} : { id };
    }),
    route(method.dump, async ({ id, offset, max }) => {
      const lines = await dumps.made(id, Number(offset), () => Array.fromAsync(storage.dump()));
      const part = fitting(lines.slice(Number(offset), Number(offset) + max));
      return { lines: part, end: Number(offset) + part.length === lines.length };
    }),
    route(method.load, async ({ id, offset, lines, end }) => {
      const all = await loads.made(id, Number(offset), () => Promise.resolve([]));
      all.splice(Number(offset), Infinity, ...lines);
      if (end) await storage.load(asStream(all));
      return {};
    }),
  ];
}

async function* asStream(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

function text(value: unknown): string {
  return stringifyExact(value as Json);
}

function textOrNone(value: unknown): string {
  return value === null ? "" : text(value);
}

function valueOf<T>(json: string): T {
  try {
    return parseExact(json, STORED_DEPTH) as unknown as T;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw new StorageError("invalid", error.message);
  }
}

function fitting(lines: readonly string[]): string[] {
  let units = 0;
  const end = lines.findIndex((line, at) => (units += line.length) > MAX_UNITS && at > 0);
  return lines.slice(0, end === -1 ? lines.length : end);
}
