/**
 * The initial contents of every session: three databases, always the same, with every kind of value.
 *
 * @module
 */
import type { ColumnKind, Value } from "@fluxwire/wire";
import { date, decimal, json, objectId, time, unsupported } from "@fluxwire/sdk";
import type { Random } from "../random.ts";
import type { Database, Table, TableColumn } from "./store.ts";

/** Rows of the table `readings`: enough for several pages, and for a result that takes a while. */
const READINGS = 1_000;

/** Fresh databases; the rows of `readings` are derived from the random numbers. */
export function fixtures(random: Random): Record<string, Database> {
  return { shop: shop(), plant: { tables: [readings(random)], views: {}, types: [] }, empty: nothing() };
}

const STATUSES = ["open", "paid", "sent"];

function nothing(): Database {
  return { tables: [], views: {}, types: [] };
}

function shop(): Database {
  return {
    tables: [customers(), orders(), samples(), articles()],
    views: { paid_orders: "SELECT id, customer_id, total FROM orders WHERE status = 'paid' ORDER BY id" },
    types: [
      { name: "order_status", schema: null, kind: "Enum", enumValues: STATUSES, baseType: null },
      { name: "money", schema: null, kind: "Domain", enumValues: null, baseType: "DECIMAL" },
    ],
  };
}

function customers(): Table {
  return table("customers", [
    key("id", "INTEGER", "Integer"),
    column("name", "TEXT", "Text", { nullable: false }),
    column("email", "TEXT", "Text"),
    column("active", "BOOLEAN", "Unknown", { nullable: false, defaultValue: "TRUE" }),
    column("joined", "TIMESTAMP", "Timestamp"),
  ], [
    [1n, "Ada", "ada@example.org", true, at("2024-01-02T03:04:05Z")],
    [2n, "Grace", "grace@example.org", true, at("2024-02-03T04:05:06.120Z")],
    [3n, "Edsger", null, false, null],
    [4n, "Zoë 'Z' 🚀", "zoe@example.org", true, at("1969-12-31T23:59:59.999999999Z")],
  ], {
    indexes: [{ name: "customers_email", columns: ["email"], isUnique: true, isPrimary: false }],
    constraints: [{ name: "customers_email", kind: "Unique", columns: ["email"], checkClause: null }],
  });
}

function orders(): Table {
  return table("orders", [
    key("id", "INTEGER", "Integer"),
    column("customer_id", "INTEGER", "Integer", { nullable: false }),
    column("total", "money", "Float", { nullable: false }),
    column("status", "order_status", "Text", { nullable: false, defaultValue: "'open'", enumValues: STATUSES }),
    column("placed", "DATE", "Timestamp"),
    column("details", "JSON", "Unknown"),
  ], [
    [10n, 1n, decimal("19.90"), "paid", date("2024-03-01"), json('{"items":2}')],
    [11n, 1n, decimal("5.00"), "open", date("2024-03-02"), null],
    [12n, 2n, decimal("12345678901234567890.12"), "paid", null, json('{"items":[{"sku":"x","n":1}]}')],
  ], {
    foreignKeys: [{
      name: "orders_customer",
      columns: ["customer_id"],
      referencedTable: "customers",
      referencedSchema: null,
      referencedColumns: ["id"],
      onDelete: "CASCADE",
      onUpdate: null,
    }],
    constraints: [{ name: "orders_total", kind: "Check", columns: ["total"], checkClause: "total >= 0" }],
  });
}

/** Every kind of value, and the edges of each. */
const SAMPLES: readonly [string, Value][] = [
  ["Null", null],
  ["Bool", false],
  ["Bool", true],
  ["Int", 0n],
  ["Int", 9_223_372_036_854_775_807n],
  ["Int", -9_223_372_036_854_775_808n],
  ["Float", 1.5],
  ["Float", 5e-324],
  ["Float", Infinity],
  ["Float", NaN],
  ["Text", ""],
  ["Text", "a\0b\n\u{1f680}é"],
  ["Bytes", Uint8Array.of(0, 255, 16)],
  ["Json", json('{"a":[1,null]}')],
  ["Decimal", decimal("-0.000000000000000000001")],
  ["DateTime", at("2024-01-02T03:04:05.120Z")],
  ["Date", date("2024-02-29")],
  ["Time", time("23:59:59.999999999")],
  ["Array", [1n, null, ["nested", 2.5]]],
  ["Document", new Map<string, Value>([["name", "Ada"], ["tags", ["x", true]]])],
  ["ObjectId", objectId("507f1f77bcf86cd799439011")],
  ["Unsupported", unsupported("geometry")],
];

function samples(): Table {
  const rows = SAMPLES.map(([kind, value], i): Value[] => [BigInt(i + 1), kind, value]);
  const columns = [key("id", "INTEGER", "Integer"), column("kind", "TEXT", "Text", { nullable: false })];
  return table("samples", [...columns, column("value", "ANY", "Unknown")], rows);
}

function articles(): Table {
  const article = (id: number, title: string, tags: Value[], author: string): Value[] => [
    objectId(id.toString(16).padStart(24, "0")),
    title,
    tags,
    new Map<string, Value>([["name", author], ["age", BigInt(30 + id)]]),
  ];
  return table("articles", [
    { ...key("_id", "ObjectId", "Unknown") },
    column("title", "String", "Text"),
    column("tags", "Array", "Unknown"),
    column("author", "Document", "Unknown"),
  ], [
    article(1, "On frames", ["wire", "bytes"], "Ada"),
    article(2, "On layouts", ["wire"], "Grace"),
    article(3, "On patience", [], "Edsger"),
  ]);
}

function readings(random: Random): Table {
  const start = Date.UTC(2024, 0, 1);
  const rows = Array.from({ length: READINGS }, (_, i): Value[] => [
    BigInt(i + 1),
    at(new Date(start + i * 60_000).toISOString().replace(".000Z", "Z")),
    `sensor-${i % 7}`,
    Math.round(random.next() * 1e6) / 1e3 + 0.0005,
  ]);
  return table("readings", [
    key("id", "INTEGER", "Integer"),
    column("taken", "TIMESTAMP", "Timestamp", { nullable: false }),
    column("sensor", "TEXT", "Text", { nullable: false }),
    column("value", "REAL", "Float"),
  ], rows);
}

function at(text: string): Value {
  return { type: "DateTime", value: text };
}

function column(name: string, type: string, kind: ColumnKind, more: Partial<TableColumn> = {}): TableColumn {
  return { name, type, kind, nullable: true, primaryKey: false, defaultValue: null, enumValues: null, ...more };
}

function key(name: string, type: string, kind: ColumnKind): TableColumn {
  return column(name, type, kind, { nullable: false, primaryKey: true });
}

/** A table with an index on its primary key. */
function table(name: string, columns: TableColumn[], rows: Value[][], more: Partial<Table> = {}): Table {
  const primary = columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  const indexes = [{ name: `${name}_pkey`, columns: primary, isUnique: true, isPrimary: true }];
  return {
    name,
    columns,
    rows,
    foreignKeys: [],
    constraints: [],
    ...more,
    indexes: [...indexes, ...more.indexes ?? []],
  };
}
