/**
 * A key-value driver for DBFlux. It works as it is: replace the map below with your store.
 *
 * @module
 */
import {
  defineDriver,
  type Driver,
  DriverError,
  field,
  form,
  keyValueMetadata,
  serve,
  type Session,
} from "@fluxwire/sdk";

const utf8 = new TextEncoder(), text = new TextDecoder();

/** Values are bytes: not all of them are text. */
type Store = Map<string, Uint8Array>;

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "Keys in memory",
  kind: "Redis",
  category: "KeyValue",
  queryLanguage: "RedisCommands",
  uriScheme: "template-name",
  metadata: keyValueMetadata(),
  methods: ["execute", "schema", "kvScanKeys", "kvGetKey", "kvSetKey", "kvDeleteKey", "kvExistsKey"],
  form: form({ password: field.password("Password") }),
  open: () => openSession(storeOf({ earth: "1 moon", mars: "2 moons", mercury: "no moon" })),
});

/** The methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(store: Store): Session {
  return {
    execute: ({ sql }) => {
      const [, key] = /^\s*get\s+(\S+)\s*$/i.exec(sql) ?? [];
      if (key === undefined) throw new DriverError("Driver", `Unknown command: ${sql}; write GET KEY`);
      return { columns: ["value"], rows: [[text.decode(valueOf(store, key))]] };
    },
    schema: () => ({ type: "KeyValue", keyspaces: [{ dbIndex: 0, keyCount: BigInt(store.size) }], currentKeyspace: 0 }),
    kvScanKeys: ({ cursor, filter, limit }) => {
      const wanted = filter?.replaceAll("*", "") ?? "";
      const keys = [...store.keys()].filter((key) => key.includes(wanted)).sort();
      const start = Number(cursor ?? 0), end = start + Math.max(1, limit);
      const entries = keys.slice(start, end).map((key) => ({ key, keyType: "String" as const }));
      return { entries, nextCursor: end < keys.length ? String(end) : null };
    },
    kvGetKey: ({ key }) => {
      const value = valueOf(store, key);
      return { entry: { key, keyType: "String", sizeBytes: BigInt(value.length) }, value, repr: "Text" };
    },
    kvSetKey: ({ key, value, condition }) => {
      if (condition !== "Always" && store.has(key) !== (condition === "IfExists")) return;
      store.set(key, value);
    },
    kvDeleteKey: ({ key }) => store.delete(key),
    kvExistsKey: ({ key }) => store.has(key),
    close: () => {},
  };
}

function storeOf(texts: Record<string, string>): Store {
  return new Map(Object.entries(texts).map(([key, value]) => [key, utf8.encode(value)]));
}

function valueOf(store: Store, key: string): Uint8Array {
  const value = store.get(key);
  if (value === undefined) throw new DriverError("Driver", `There is no key ${key}`);
  return value;
}

if (import.meta.main) await serve(driver);
