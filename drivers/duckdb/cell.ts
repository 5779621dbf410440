/**
 * Converts DuckDB's values to cells, exactly, or to DuckDB's own text.
 *
 * @module
 */
import { type Cell, type Column, date, decimal, float, json, time, unsupported } from "@fluxwire/sdk";
import { DuckDBTimestampTZValue, type DuckDBType, DuckDBTypeId as Id, type DuckDBValue } from "./library.ts";

/** Reads a value of one type that is not null. */
export type Reader = (value: DuckDBValue) => Cell;

// The library writes points in time with the offset of this machine otherwise: the cell says UTC.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;

const UNNAMED = "a struct whose members have no names; select them one by one";

/** The reader of a type's values. */
export function readerOf(type: DuckDBType): Reader {
  switch (type.typeId) {
    case Id.BOOLEAN:
    case Id.TINYINT:
    case Id.SMALLINT:
    case Id.INTEGER:
    case Id.BIGINT:
    case Id.UTINYINT:
    case Id.USMALLINT:
    case Id.UINTEGER:
    case Id.UBIGINT:
      return unchanged;
    case Id.HUGEINT:
    case Id.UHUGEINT:
    case Id.BIGNUM:
    case Id.DECIMAL:
      return (value) => decimal(String(value));
    case Id.FLOAT:
    case Id.DOUBLE:
      return (value) => float(value as number);
    case Id.VARCHAR:
      return type.alias === "JSON" ? (value) => json(value as string) : unchanged;
    case Id.BLOB:
    case Id.GEOMETRY:
      return (value) => (value as { bytes: Uint8Array }).bytes;
    case Id.DATE:
      return toDate;
    case Id.TIME:
    case Id.TIME_NS:
      return (value) => toTime(String(value));
    case Id.TIMESTAMP:
    case Id.TIMESTAMP_S:
    case Id.TIMESTAMP_MS:
    case Id.TIMESTAMP_NS:
      return textOfTime;
    case Id.TIMESTAMP_TZ:
      return (value) => toDateTime(textOfTime(value));
    case Id.LIST:
    case Id.ARRAY:
      return listReader(type.valueType);
    case Id.STRUCT:
      return structReader(type.entryNames, type.entryTypes);
    case Id.MAP:
      return mapReader(type.keyType, type.valueType);
    case Id.UNION:
      return unionReader(type.memberTags, type.memberTypes);
    default:
      return String;
  }
}

/** How the host treats the values of a type. */
export function kindOf(type: DuckDBType): Column["kind"] {
  switch (type.typeId) {
    case Id.TINYINT:
    case Id.SMALLINT:
    case Id.INTEGER:
    case Id.BIGINT:
    case Id.UTINYINT:
    case Id.USMALLINT:
    case Id.UINTEGER:
    case Id.UBIGINT:
    case Id.HUGEINT:
    case Id.UHUGEINT:
      return "Integer";
    case Id.FLOAT:
    case Id.DOUBLE:
    case Id.DECIMAL:
      return "Float";
    case Id.DATE:
    case Id.TIMESTAMP:
    case Id.TIMESTAMP_S:
    case Id.TIMESTAMP_MS:
    case Id.TIMESTAMP_NS:
    case Id.TIMESTAMP_TZ:
      return "Timestamp";
    case Id.VARCHAR:
    case Id.ENUM:
    case Id.UUID:
      return "Text";
    default:
      return "Unknown";
  }
}

function unchanged(value: DuckDBValue): Cell {
  return value as Cell;
}

/** A reader of values that can be null. */
function nullable(type: DuckDBType): Reader {
  const read = readerOf(type);
  return (value) => value === null ? null : read(value);
}

function listReader(type: DuckDBType): Reader {
  const read = nullable(type);
  return (value) => (value as { items: readonly DuckDBValue[] }).items.map(read);
}

function structReader(names: readonly string[], types: readonly DuckDBType[]): Reader {
  const members = names.map((name, i) => [name, nullable(types[i]!)] as const);
  // The library keeps the members under their names: of those without one, the last alone.
  if (names.some((name) => name === "" || name === "__proto__")) return () => unsupported(UNNAMED);
  return (value) => {
    const { entries } = value as { entries: Readonly<Record<string, DuckDBValue>> };
    return new Map(members.map(([name, read]) => [name, read(entries[name]!)])) as Cell;
  };
}

/** A document has texts as keys: a map whose keys would meet is a list of pairs. */
function mapReader(keyType: DuckDBType, valueType: DuckDBType): Reader {
  const read = nullable(valueType);
  const readKey = nullable(keyType);
  return (value) => {
    const { entries } = value as { entries: readonly { key: DuckDBValue; value: DuckDBValue }[] };
    const document = new Map(entries.map((entry) => [String(entry.key), read(entry.value)]));
    if (document.size === entries.length) return document as Cell;
    return entries.map((entry) => [readKey(entry.key), read(entry.value)]);
  };
}

/** A union is a document of one member: its tag. */
function unionReader(tags: readonly string[], types: readonly DuckDBType[]): Reader {
  const readers = new Map(tags.map((tag, i) => [tag, nullable(types[i]!)]));
  return (value) => {
    const { tag, value: member } = value as { tag: string; value: DuckDBValue };
    return new Map([[tag, readers.get(tag)!(member)]]) as Cell;
  };
}

/** The text of a day or a moment; the library writes infinity as a moment for some types. */
function textOfTime(value: DuckDBValue): string {
  const { isFinite, ...units } = { isFinite: (value as { isFinite: boolean }).isFinite, ...value as object };
  if (isFinite) return String(value);
  return Object.values(units).every((unit) => Number(unit) > 0) ? "infinity" : "-infinity";
}

/** A date in the years that the wire can carry; others, and `infinity`, stay text. */
function toDate(value: DuckDBValue): Cell {
  const text = textOfTime(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? date(text) : text;
}

/** A time of day; 24:00:00 is invalid for the host and stays text. */
function toTime(text: string): Cell {
  return text.startsWith("24") ? text : time(text);
}

/** A point in time in UTC; `infinity` and years beyond four digits stay text. */
function toDateTime(text: string): Cell {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)\+00$/.exec(text);
  return match === null ? text : { type: "DateTime", value: `${match[1]}T${match[2]}Z` };
}
