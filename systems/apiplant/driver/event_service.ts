/** An event storage of this process, for callers in others. */
import { EventStorage as Service } from "../generated/apiplant/storage/v1/event_storage_pb.ts";
import type { EventStorage, LogEntry } from "../storage/roles.ts";
import { StorageError } from "../storage/roles.ts";
import type { OwnInfo } from "./own_info.ts";
import { type Route, route } from "./service.ts";

/** The most JSON of one answer, in UTF-16 units; one event may have more. */
const MAX_UNITS = 8 << 20;

const { method } = Service;

/** The methods of an event storage. */
export function eventRoutes(storage: EventStorage, driver: OwnInfo): [string, Route][] {
  return [
    route(method.info, async () => {
      const { logId, durable, first, head, maxAppendBytes } = await storage.info();
      return {
        driver,
        logId,
        durable,
        first: BigInt(first),
        head: BigInt(head),
        maxAppendBytes: BigInt(maxAppendBytes),
      };
    }),
    route(method.append, async ({ expected, events }, signal) => {
      const drafts = events.map(({ id, model, instance, json }) => {
        return { id, model, instance: instance === "" ? null : instance, json };
      });
      const { ok, head } = await storage.append(Number(expected), drafts, signal);
      return { conflict: !ok, head: BigInt(head) };
    }),
    route(method.read, async ({ from, max, waitMs }, signal) => {
      const { entries, head } = await storage.read(Number(from), max, waitMs, signal);
      const events = fitting(entries).map(({ seq, id, model, instance, json }) => {
        return { seq: BigInt(seq), id, model, instance: instance ?? "", json };
      });
      return { events, head: BigInt(head) };
    }),
    route(method.getRegister, async ({ name }) => {
      const register = await storage.getRegister(name);
      if (register === null) return {};
      const { value, version } = register;
      return { register: { name, value: new TextEncoder().encode(value), version: BigInt(version) } };
    }),
    route(method.setRegister, async ({ name, value, ifVersion }) => {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
      const result = await storage.setRegister(name, text, Number(ifVersion));
      return result.ok ? { version: BigInt(result.version) } : { conflict: true };
    }),
    route(method.trim, async ({ before }) => {
      if (storage.trim === undefined) throw new StorageError("unimplemented", "This log keeps all its events");
      await storage.trim(Number(before));
      return {};
    }),
  ];
}

/** As many entries from the first on as one answer takes. */
function fitting(entries: readonly LogEntry[]): readonly LogEntry[] {
  let units = 0;
  const end = entries.findIndex(({ json }, at) => (units += json.length) > MAX_UNITS && at > 0);
  return end === -1 ? entries : entries.slice(0, end);
}
