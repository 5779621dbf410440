/**
 * Converts DuckDB's values to cells, exactly, or to DuckDB's own text.
 *
 * @module
 */
import { type Cell, type Column, decimal, Float, float, json, unsupported } from "@fluxwire/sdk";
import { dateCell, momentCell, type Plain, plainText, timeCell } from "@fluxwire/sql";
import { DuckDBTimestampTZValue, type DuckDBType, DuckDBTypeId as Id, type DuckDBValue } from "./library.ts";

/** Reads a value of one type. */
export type Reader = (value: DuckDBValue) => Cell;

// The library writes points in time with the offset of this machine otherwise: the cell says UTC.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;

const unchanged: Reader = (value) => value as Cell;
const toDecimal: Reader = (value) => decimal(String(value));

/** The types without parts: how the host treats them, and how they are read. Those that are absent are texts. */
const TYPES: readonly (readonly [Column["kind"], Reader, readonly Id[]])[] = [
  ["Integer", unchanged, [Id.TINYINT, Id.SMALLINT, Id.INTEGER, Id.BIGINT]],
  ["Integer", unchanged, [Id.UTINYINT, Id.USMALLINT, Id.UINTEGER, Id.UBIGINT]],
  ["Integer", toDecimal, [Id.HUGEINT, Id.UHUGEINT, Id.BIGNUM]],
  ["Float", toDecimal, [Id.DECIMAL]],
  ["Float", (value) => float(value as number), [Id.FLOAT, Id.DOUBLE]],
  ["Text", String, [Id.VARCHAR, Id.ENUM, Id.UUID]],
  ["Unknown", unchanged, [Id.BOOLEAN]],
  ["Unknown", (value) => (value as { bytes: Uint8Array }).bytes, [Id.BLOB, Id.GEOMETRY]],
  // Its text does not say of which type the value is: written back, it would be another.
  ["Unknown", (value) => unsupported(String(value)), [Id.VARIANT]],
  ["Unknown", (value) => timeCell(String(value)), [Id.TIME, Id.TIME_NS]],
  ["Timestamp", (value) => dateCell(momentText(value)), [Id.DATE]],
  ["Timestamp", momentText, [Id.TIMESTAMP, Id.TIMESTAMP_S, Id.TIMESTAMP_MS, Id.TIMESTAMP_NS]],
  ["Timestamp", (value) => momentCell(momentText(value)), [Id.TIMESTAMP_TZ]],
];
const BY_ID = new Map(TYPES.flatMap(([kind, read, ids]) => ids.map((id) => [id, { kind, read }])));

/** How the host treats the values of a type. */
export function kindOf({ typeId }: DuckDBType): Column["kind"] {
  return BY_ID.get(typeId)?.kind ?? "Unknown";
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
    case Id.ARRAY: {
      const read = readerOf(type.valueType);
      return (value) => (value as { items: readonly DuckDBValue[] }).items.map(read);
    }
    case Id.STRUCT:
      return structReader(type.entryNames, type.entryTypes);
    case Id.MAP:
      return mapReader(type.keyType, type.valueType);
    case Id.UNION:
      return unionReader(type.memberTags, type.memberTypes);
  }
  return BY_ID.get(type.typeId)?.read ?? String;
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

/** A document has texts as keys: a map whose keys would meet, or have parts, is a list of pairs. */
function mapReader(keyType: DuckDBType, valueType: DuckDBType): Reader {
  const readKey = readerOf(keyType), read = readerOf(valueType);
  return (value) => {
    const { entries } = value as { entries: readonly { key: DuckDBValue; value: DuckDBValue }[] };
    const pairs = entries.map((entry) => [readKey(entry.key), read(entry.value)] as const);
    const document = new Map(pairs.map(([key, member]) => [keyText(key), member]));
    return (document.size < pairs.length || document.has(null) ? pairs : document) as Cell;
  };
}

/** The text of a map's key, as DuckDB reads it; null if it has parts. */
function keyText(key: Cell): string | null {
  if (key instanceof Uint8Array) return blobText(key);
  if (Array.isArray(key) || key instanceof Map || (key as Plain & object).type === "Unsupported") return null;
  return plainText(key instanceof Float ? key.value : key as Plain);
}

/** The text of bytes, as DuckDB reads it. */
export function blobText(bytes: Uint8Array): string {
  return bytes.toHex().replaceAll(/../g, "\\x$&");
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
