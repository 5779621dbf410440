/** Events and queries that model storages are compared by. */
import type { Event, EventKind } from "../../event/event.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import type { Filter, Query, SortKey } from "../../model/query.ts";

const THING: ModelDefinition = {
  id: "thing",
  version: 1,
  fields: {
    name: { type: "String" },
    code: { type: "String", unique: true },
    n: { type: "Int" },
    big: { type: "BigInt", unique: true },
    ratio: { type: "Float" },
    flag: { type: "Bool" },
    ip: { type: "IP" },
    day: { type: "Date", index: true },
    tags: { type: "List", of: { type: "String" } },
    any: { type: "JSON" },
    parent: { type: "Reference", model: "thing" },
  },
  uniqueTogether: [["name", "n"]],
};

/** Texts whose order differs between UTF-16 units, code points and languages. */
const NAMES = ["Äpfel", "apfel", "Zebra", "\ufffd", "\u{10000}", "e\u0301", "\u00e9", "", "a b", "O'Hara", "100%", "_"];
const BIGS = [9007199254740993n, -9223372036854775808n, 9223372036854775807n, 7, 0, 9007199254740992n];
const ADDRESSES = ["10.0.0.2", "9.0.0.1", "::1", "2001:db8::1", "10.0.0.10"];

/** The data of the instance with a number. */
function dataOf(number: number): JsonObject {
  const data: Record<string, Json> = { name: NAMES[number % NAMES.length]!, code: `c-${number}`, n: number % 4 };
  if (number < BIGS.length) data.big = BIGS[number]!;
  if (number % 3 === 0) data.ratio = number / 7;
  if (number % 2 === 0) data.flag = number % 4 === 0;
  else data.flag = null;
  if (number % 3 !== 1) data.ip = ADDRESSES[number % ADDRESSES.length]!;
  data.day = `2026-01-${String(1 + number % 5).padStart(2, "0")}`;
  data.tags = number % 2 === 0 ? ["a", `t${number % 3}`] : [];
  data.any = { z: 1, a: [null, true, 12345678901234567890n, { "": "\u2028" }], "10": 1, "9": 2 };
  if (number > 4) data.parent = idOf(number % 5);
  return data;
}

function idOf(number: number): string {
  return number % 2 === 0 ? `id-${String(number).padStart(3, "0")}` : `Id~${number}`;
}

/** An encrypted value: two of one text have the same HMAC, and nothing else in common. */
export function encryptedMail(nonce: string): JsonObject {
  return { $enc: 1, k: "1-key", v: 1, f: "mail", n: nonce, c: `cipher of ${nonce}`, h: "same" };
}

/** A log of every kind of event: creations, changes, deletions, migrations, hooks, a model that is made twice. */
export const SAMPLE_EVENTS: readonly Event[] = makeEvents();

function makeEvents(): Event[] {
  const events: Event[] = [];
  const add = (kind: EventKind, model: string, rest: Partial<Event> = {}) => {
    const seq = events.length + 1;
    const at = new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString();
    const id = `0197a000-0000-7000-8000-${String(seq).padStart(12, "0")}`;
    events.push({ seq, id, at, kind, model, commit: [seq, seq], actor: "anonymous", origin: "here", v: 1, ...rest });
  };
  const define = (kind: EventKind, definition: ModelDefinition) => {
    add(kind, definition.id, { modelVersion: definition.version, payload: definition as unknown as Json });
  };
  const put = (kind: EventKind, model: string, instance: string, modelVersion: number, payload: Json) => {
    add(kind, model, { instance, modelVersion, payload });
  };
  const hook = (hook: string, source: string) => {
    add("hook.updated", "thing", {
      instance: hook,
      payload: { hook, kind: "script", source, options: { timeout: 100 } },
    });
  };
  define("model.created", THING);
  define("model.created", { id: "gone", version: 1, fields: { a: { type: "JSON" } } });
  hook("preCreate", "export function preCreate() {}");
  for (let number = 0; number < 36; number++) put("instance.created", "thing", idOf(number), 1, dataOf(number));
  put("instance.created", "gone", "g1", 1, { a: [1] });
  for (let number = 0; number < 36; number += 5) {
    put("instance.updated", "thing", idOf(number), 1, { ...dataOf(number), n: 3, code: `c-${number}` });
  }
  hook("postUpdate", "export function postUpdate() {}");
  add("instance.deleted", "thing", { instance: idOf(9) });
  add("model.deleted", "gone");
  const fields = Object.fromEntries(
    Object.entries(THING.fields).filter(([name]) => name !== "ratio" && name !== "flag"),
  );
  define("model.updated", {
    ...THING,
    version: 2,
    fields: { ...fields, on: { type: "Bool" }, n: { type: "String" }, extra: { type: "Int", default: 5 } },
    uniqueTogether: [["name", "on"]],
    migration: [{ drop: "ratio" }, { rename: "flag", to: "on" }, { convert: "n", to: "String" }],
  });
  put("instance.created", "thing", "later", 2, { name: "later", n: "x", code: "late", extra: 1 });
  add("config.updated", "keys", { payload: {} });
  define("model.updated", {
    ...THING,
    version: 3,
    fields: { ...fields, on: { type: "Bool" }, n: { type: "Int" }, extra: { type: "Int", default: 5 } },
    migration: [{ convert: "n", to: "Int" }, { set: "any", value: { k: 1.5 } }],
  });
  add("hook.deleted", "thing", { instance: "preCreate" });
  const mail = { type: "String", unique: true, personal: true } as const;
  define("model.created", { id: "gone", version: 1, fields: { b: { type: "Int" }, mail } });
  put("instance.created", "gone", "g1", 1, { b: 2, mail: encryptedMail("one") });
  add("instance.deleted", "thing", { instance: "absent" });
  put("instance.updated", "thing", idOf(2), 3, { ...dataOf(2), n: 1 });
  put("instance.erased", "thing", idOf(4), 3, { ...dataOf(4), name: null });
  add("instance.erased", "thing", { instance: "absent" });
  return events;
}

/** A list of all instances in the order of their ids. */
export const EVERYTHING: Query = {
  filter: null,
  search: [],
  searchFields: [],
  sort: [],
  after: null,
  offset: 0,
  limit: 7,
  total: true,
};

const FILTERS: readonly Filter[] = [
  { field: "name", op: "eq", value: "Äpfel" },
  { field: "name", op: "gt", value: "\ufffd" },
  { field: "name", op: "contains", value: "%" },
  { field: "name", op: "starts", value: "_" },
  { field: "big", op: "gte", value: 9007199254740993n },
  { field: "big", op: "lt", value: 8 },
  { field: "ip", op: "gt", value: "9.255.0.0" },
  { field: "ip", op: "null", value: true },
  { field: "on", op: "eq", value: true },
  { field: "on", op: "ne", value: true },
  { field: "day", op: "eq", value: "2026-01-02" },
  { field: "parent", op: "eq", value: "id-002" },
  { field: "id", op: "eq", value: "id-002" },
  { field: "id", op: "gt", value: "id-" },
  { field: "revision", op: "gt", value: 20 },
  { field: "tags", op: "contains", value: "t1" },
  { field: "n", op: "in", value: [1, 3] },
  { field: "n", op: "nin", value: [1, 3] },
  { and: [{ field: "day", op: "eq", value: "2026-01-03" }, { not: { field: "n", op: "eq", value: 2 } }] },
  { or: [{ field: "n", op: "eq", value: 0 }, { field: "name", op: "eq", value: "" }] },
];

const SORTS: readonly (readonly SortKey[])[] = [
  [],
  [{ field: "name", descending: false }],
  [{ field: "name", descending: true }, { field: "n", descending: false }],
  [{ field: "big", descending: false }],
  [{ field: "ip", descending: true }],
  [{ field: "on", descending: false }, { field: "createdAt", descending: true }],
  [{ field: "id", descending: true }],
];

/** Queries by name: each filter, order, search and page. */
export function sampleQueries(): [name: string, query: Query][] {
  const search = { search: ["A", "b"], searchFields: ["name", "code"] };
  return [
    ["everything", EVERYTHING],
    ...FILTERS.map((filter): [string, Query] => [JSON.stringify(filter, withBigints), { ...EVERYTHING, filter }]),
    ...SORTS.map((sort): [string, Query] => [JSON.stringify(sort), { ...EVERYTHING, sort }]),
    ["filter and order", { ...EVERYTHING, filter: FILTERS[12]!, sort: SORTS[2]! }],
    ["index and order", { ...EVERYTHING, filter: FILTERS[10]!, sort: SORTS[1]!, limit: 2 }],
    ["search", { ...EVERYTHING, ...search }],
    ["offset", { ...EVERYTHING, offset: 10, total: false }],
    ["offset behind the end", { ...EVERYTHING, offset: 1_000 }],
    ["limit 1", { ...EVERYTHING, sort: SORTS[1]!, limit: 1, total: false }],
    ["by id", { ...EVERYTHING, limit: 5, total: false }],
    ["by id, the greatest first", { ...EVERYTHING, sort: SORTS[6]!, limit: 5, total: false }],
  ];
}

function withBigints(_name: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}
