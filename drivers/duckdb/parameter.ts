/**
 * Converts the host's values to DuckDB's parameters.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import { isNull, jsonText, type Parameter, plainText } from "@fluxwire/sql";
import { blobText } from "./cell.ts";
import * as duck from "./library.ts";
import { type DuckDBType, DuckDBTypeId as Id, type DuckDBValue } from "./library.ts";

/**
 * Binds the values of a statement, each as a type of its own; DuckDB casts it to the type that the statement needs.
 *
 * @throws {DriverError} `InvalidRequest` for another number of them than that of the statement's places, or unlike elements.
 */
export function bind(prepared: duck.DuckDBPreparedStatement, parameters: readonly Parameter[]): void {
  const places = prepared.parameterCount;
  if (places !== parameters.length) {
    const text = `Cannot run statement: it has places for ${places} parameters, and ${parameters.length} are given`;
    throw new DriverError("InvalidRequest", text);
  }
  parameters.forEach(({ value }, i) => {
    const isKnown = prepared.parameterTypeId(i + 1) !== Id.INVALID;
    const type = typeOf(value, isKnown ? prepared.parameterType(i + 1) : undefined);
    prepared.bindValue(i + 1, valueOf(value, type), type);
  });
}

/** @param wanted The type that the statement needs, as far as DuckDB knows it. */
function typeOf(value: Value, wanted?: DuckDBType): DuckDBType {
  if (isNull(value)) return duck.SQLNULL;
  if (typeof value === "boolean") return duck.BOOLEAN;
  if (typeof value === "number") return duck.DOUBLE;
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value ? duck.BIGINT : duck.HUGEINT;
  if (value instanceof Uint8Array) return duck.BLOB;
  const isJson = wanted?.alias === "JSON" && wanted.typeId === Id.VARCHAR;
  if (!Array.isArray(value) && !(value instanceof Map) || isJson) return duck.VARCHAR;
  // A map is a document, or a list of pairs.
  const pairs = [...value as [Value, Value][]];
  if (wanted?.typeId === Id.MAP && pairs.every((pair) => Array.isArray(pair) && pair.length === 2)) {
    const { keyType, valueType } = wanted;
    return duck.MAP(ofAll(pairs.map(([key]) => key), keyType), ofAll(pairs.map(([, one]) => one), valueType));
  }
  if (Array.isArray(value)) {
    return duck.LIST(ofAll(value, wanted && "valueType" in wanted ? wanted.valueType : undefined));
  }
  if (value.size === 0) return duck.VARCHAR;
  const known = partsOf(wanted), isUnion = wanted?.typeId === Id.UNION && value.size === 1;
  const parts = Object.fromEntries([...value].map(([name, part]) => [name, typeOf(part, known.get(name))]));
  return isUnion ? duck.UNION(parts) : duck.STRUCT(parts);
}

/** The members of a struct or union. */
function partsOf(type?: DuckDBType): Map<string, DuckDBType> {
  if (type?.typeId === Id.UNION) return new Map(type.memberTags.map((tag, i) => [tag, type.memberTypes[i]!]));
  return new Map(type?.typeId === Id.STRUCT ? type.entryNames.map((name, i) => [name, type.entryTypes[i]!]) : []);
}

function ofAll(values: readonly Value[], wanted?: DuckDBType): DuckDBType {
  return values.map((one) => typeOf(one, wanted)).reduce(merged, duck.SQLNULL);
}

/** The one type that the elements of a list have: unlike ones are texts, but DuckDB reads no text as a list or document. */
function merged(one: DuckDBType, other: DuckDBType): DuckDBType {
  if (one.typeId === Id.SQLNULL || String(one) === String(other)) return other;
  if (other.typeId === Id.SQLNULL) return one;
  if (one.typeId === Id.LIST && other.typeId === Id.LIST) return duck.LIST(merged(one.valueType, other.valueType));
  if (one.typeId === Id.MAP && other.typeId === Id.MAP) {
    return duck.MAP(merged(one.keyType, other.keyType), merged(one.valueType, other.valueType));
  }
  const parts = partsOf(one), others = partsOf(other);
  if (parts.size === 0 && others.size === 0 && !("valueType" in one || "valueType" in other)) return duck.VARCHAR;
  if (parts.size === 0 || one.typeId !== other.typeId) {
    throw new DriverError("InvalidRequest", "Cannot bind a list: its elements are of different types");
  }
  for (const [name, type] of others) parts.set(name, merged(parts.get(name) ?? duck.SQLNULL, type));
  return (one.typeId === Id.UNION ? duck.UNION : duck.STRUCT)(Object.fromEntries(parts));
}

/** A value as the library takes it for a type that {@link typeOf} gave. */
function valueOf(value: Value, type: DuckDBType): DuckDBValue {
  if (isNull(value)) return null;
  switch (type.typeId) {
    case Id.LIST:
      return new duck.DuckDBListValue((value as Value[]).map((one) => valueOf(one, type.valueType)));
    case Id.MAP:
      return new duck.DuckDBMapValue([...value as Map<Value, Value>].map(([key, one]) => {
        return { key: valueOf(key, type.keyType), value: valueOf(one, type.valueType) };
      }));
    case Id.STRUCT:
    case Id.UNION: {
      const given = value as Map<string, Value>, parts = [...partsOf(type)];
      const members = parts.map(([name, part]) => [name, valueOf(given.get(name) ?? null, part)] as const);
      if (type.typeId === Id.STRUCT) return new duck.DuckDBStructValue(Object.fromEntries(members));
      return new duck.DuckDBUnionValue(...members.find(([tag]) => given.has(tag))!);
    }
    case Id.BLOB:
      return new duck.DuckDBBlobValue(value as Uint8Array);
    case Id.VARCHAR:
      if (value instanceof Uint8Array) return blobText(value);
      return value instanceof Map || Array.isArray(value) ? jsonText(value) : plainText(value);
  }
  return value as DuckDBValue;
}
