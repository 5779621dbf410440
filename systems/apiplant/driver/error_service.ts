/** An error storage of this process, for callers in others. */
import { ErrorStorage as Service } from "../generated/apiplant/storage/v1/error_storage_pb.ts";
import { type ErrorRecord, type ErrorStorage, StorageError } from "../storage/roles.ts";
import type { OwnInfo } from "./driver.ts";
import { type Route, route } from "./service.ts";

/** How many ids of records are remembered, so that a record whose answer was lost is kept once. */
const MAX_IDS = 1_000;

const { method } = Service;

/** The methods of an error storage. */
export function errorRoutes(storage: ErrorStorage, driver: OwnInfo): [string, Route][] {
  let known: Promise<Set<string>> | null = null;
  const keptIds = async () => new Set((await storage.list({ max: MAX_IDS })).map(({ id }) => id).reverse());
  return [
    route(method.info, () => driver),
    route(method.log, async ({ record }) => {
      if (record === undefined) throw new StorageError("invalid", "Log needs a record");
      const ids = await (known ??= keptIds());
      if (ids.has(record.id)) return {};
      await storage.log(parsed(record.json));
      ids.add(record.id);
      if (ids.size > MAX_IDS) ids.delete(ids.keys().next().value!);
      return {};
    }),
    route(method.list, async ({ before, max, model, hook }) => {
      const query = { before: before || undefined, max, model: model || undefined, hook: hook || undefined };
      const records = await storage.list(query);
      return {
        records: records.map((record) => {
          return { id: record.id, model: record.model ?? "", hook: record.hook ?? "", json: JSON.stringify(record) };
        }),
      };
    }),
  ];
}

function parsed(json: string): ErrorRecord {
  try {
    return JSON.parse(json);
  } catch {
    throw new StorageError("invalid", "The record is not JSON");
  }
}
