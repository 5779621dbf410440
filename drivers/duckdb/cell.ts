/**
 * Converts DuckDB's values to cells, exactly, or to DuckDB's own text.
 *
 * @module
 */
import { type Cell, type Column, decimal, float, json, unsupported } from "@fluxwire/sdk";
import { dateCell, momentCell, timeCell } from "@fluxwire/sql";
import { DuckDBTimestampTZValue, type DuckDBType, DuckDBTypeId as Id, type DuckDBValue } from "./library.ts";

/** Reads a value of one type. */
export type Reader = (value: DuckDBValue) => Cell;

// The library writes points in time with the offset of this machine otherwise: the cell says UTC.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;

const unchanged: Reader = (value) => value as Cell;
const toDecimal: Reader = (value) => decimal(String(value));
const toFloat: Reader = (value) => float(value as number);
const toBytes: Reader = (value) => (value as { bytes: Uint8Array }).bytes;

/** The types without parts: how the host treats them, and how they are read. Those that are absent are texts. */
const TYPES: readonly (readonly [Column["kind"], Reader, readonly Id[]])[] = [
  ["Integer", unchanged, [Id.TINYINT, Id.SMALLINT, Id.INTEGER, Id.BIGINT]],
  ["Integer", unchanged, [Id.UTINYINT, Id.USMALLINT, Id.UINTEGER, Id.UBIGINT]],
  ["Integer", toDecimal, [Id.HUGEINT, Id.UHUGEINT, Id.BIGNUM]],
  ["Float", toDecimal, [Id.DECIMAL]],
  ["Float", toFloat, [Id.FLOAT, Id.DOUBLE]],
  ["Text", String, [Id.VARCHAR, Id.ENUM, Id.UUID]],
  ["Unknown", unchanged, [Id.BOOLEAN]],
  ["Unknown", toBytes, [Id.BLOB, Id.GEOMETRY]],
  // Its text does not say of which type the value is: written back, it would be another.
  ["Unknown", (value) => unsupported(String(value)), [Id.VARIANT]],
  ["Unknown", (value) => timeCell(String(value)), [Id.TIME, Id.TIME_NS]],
  ["Timestamp", (value) => dateCell(momentText(value)), [Id.DATE]],
  ["Timestamp", momentText, [Id.TIMESTAMP, Id.TIMESTAMP_S, Id.TIMESTAMP_MS, Id.TIMESTAMP_NS]],
  ["Timestamp", (value) => momentCell(momentText(value)), [Id.TIMESTAMP_TZ]],
];
const KINDS = new Map(TYPES.flatMap(([kind, , ids]) => ids.map((id) => [id, kind])));
const READERS = new Map(TYPES.flatMap(([, read, ids]) => ids.map((id) => [id, read])));

/** How the host treats the values of a type. */
export function kindOf({ typeId }: DuckDBType): Column["kind"] {
  return KINDS.get(typeId) ?? "Unknown";
}

/** The reader of a type's values and of null. */
export function readerOf(type: DuckDBType): Reader {
  const read = valueReader(type);
  return (value) => value === null ? null : read(value);
}

function valueReader(type: DuckDBType): Reader {
  if (type.alias === "JSON") return (value) => json(value as string);
  switch (type.typeId) {
    case Id.LIST:
    case Id.ARRAY:
      return listReader(type.valueType);
    case Id.STRUCT:
      return structReader(type.entryNames, type.entryTypes);
    case Id.MAP:
      return mapReader(type.keyType, type.valueType);
    case Id.UNION:
      return unionReader(type.memberTags, type.memberTypes);
  }
  return READERS.get(type.typeId) ?? String;
}

function listReader(type: DuckDBType): Reader {
  const read = readerOf(type);
  return (value) => (value as { items: readonly DuckDBValue[] }).items.map(read);
}

function structReader(names: readonly string[], types: readonly DuckDBType[]): Reader {
  // The library keeps the members under their names: of those without one, the last alone.
  if (names.some((name) => name === "" || name === "__proto__")) {
    return () => unsupported("a struct whose members have no names; select them one by one");
  }
  const members = names.map((name, i) => [name, readerOf(types[i]!)] as const);
  return (value) => {
    const { entries } = value as { entries: Readonly<Record<string, DuckDBValue>> };
    return new Map(members.map(([name, read]) => [name, read(entries[name]!)])) as Cell;
  };
}

/** A document has texts as keys: a map whose keys would meet is a list of pairs. */
function mapReader(keyType: DuckDBType, valueType: DuckDBType): Reader {
  const readKey = readerOf(keyType), read = readerOf(valueType);
  return (value) => {
    const { entries } = value as { entries: readonly { key: DuckDBValue; value: DuckDBValue }[] };
    // The text of -0 would be that of 0.
    const document = new Map(entries.map(({ key, value }) => [Object.is(key, -0) ? "-0" : String(key), read(value)]));
    if (document.size === entries.length) return document as Cell;
    return entries.map((entry) => [readKey(entry.key), read(entry.value)]);
  };
}

/** A union is a document of one member: its tag. */
function unionReader(tags: readonly string[], types: readonly DuckDBType[]): Reader {
  const readers = new Map(tags.map((tag, i) => [tag, readerOf(types[i]!)]));
  return (value) => {
    const { tag, value: member } = value as { tag: string; value: DuckDBValue };
    return new Map([[tag, readers.get(tag)!(member)]]) as Cell;
  };
}

/** The text of a day or a moment; the library writes infinity as a moment for some types. */
function momentText(value: DuckDBValue): string {
  if ((value as { isFinite: boolean }).isFinite) return String(value);
  return Object.values(value as object).every((unit) => Number(unit) > 0) ? "infinity" : "-infinity";
}
