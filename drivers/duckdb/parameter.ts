/**
 * Converts the host's values to DuckDB's parameters.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import { isNull, jsonText, type Parameter, plainText } from "@fluxwire/sql";
import * as duck from "./library.ts";
import { type DuckDBType, DuckDBTypeId, type DuckDBValue } from "./library.ts";

/** A value with the type that it is bound as; DuckDB casts it to the type that the statement needs. */
interface Bound {
  readonly value: DuckDBValue;
  readonly type: DuckDBType;
}

/**
 * Binds the values of a statement.
 *
 * @throws {DriverError} `InvalidRequest` if there are more or fewer of them than the statement has places.
 */
export function bind(prepared: duck.DuckDBPreparedStatement, parameters: readonly Parameter[]): void {
  const places = prepared.parameterCount;
  if (places !== parameters.length) {
    const text = `Cannot run statement: it has places for ${places} parameters, and ${parameters.length} are given`;
    throw new DriverError("InvalidRequest", text);
  }
  parameters.forEach(({ value }, i) => {
    const isKnown = prepared.parameterTypeId(i + 1) !== DuckDBTypeId.INVALID;
    const bound = toBound(value, isKnown ? prepared.parameterType(i + 1) : undefined);
    prepared.bindValue(i + 1, bound.value, bound.type);
  });
}

/** @param wanted The type that the statement needs, as far as DuckDB knows it. */
function toBound(value: Value, wanted?: DuckDBType): Bound {
  if (isNull(value)) return { value: null, type: duck.SQLNULL };
  if (typeof value === "boolean") return { value, type: duck.BOOLEAN };
  if (typeof value === "number") return { value, type: duck.DOUBLE };
  if (typeof value === "bigint") {
    return { value, type: BigInt.asIntN(64, value) === value ? duck.BIGINT : duck.HUGEINT };
  }
  if (value instanceof Uint8Array) return { value: new duck.DuckDBBlobValue(value), type: duck.BLOB };
  if (Array.isArray(value)) {
    const { values, type } = ofOneType(
      value,
      wanted !== undefined && "valueType" in wanted ? wanted.valueType : undefined,
    );
    return { value: new duck.DuckDBListValue(values), type: duck.LIST(type) };
  }
  return value instanceof Map ? toDocument(value, wanted) : { value: plainText(value), type: duck.VARCHAR };
}

/** The elements of a list have one type: those of different ones become texts. */
function ofOneType(elements: readonly Value[], wanted?: DuckDBType): { values: DuckDBValue[]; type: DuckDBType } {
  const bound = elements.map((one) => toBound(one, wanted));
  const types = new Map(bound.filter(({ type }) => type !== duck.SQLNULL).map(({ type }) => [String(type), type]));
  const [type = duck.SQLNULL, ...others] = types.values();
  if (others.length === 0) return { values: bound.map(({ value }) => value), type };
  const textOf = (one: Value): string | null => isNull(one) ? null : typeof one === "string" ? one : jsonText(one);
  return { values: elements.map(textOf), type: duck.VARCHAR };
}

/** A map keeps the order of its entries, and a union of one member is cast to one that has more; all else is a struct. */
function toDocument(document: ReadonlyMap<string, Value>, wanted?: DuckDBType): Bound {
  if (wanted?.typeId === DuckDBTypeId.MAP) {
    const { values, type } = ofOneType([...document.values()], wanted.valueType);
    const entries = [...document.keys()].map((key, i) => ({ key, value: values[i]! }));
    return { value: new duck.DuckDBMapValue(entries), type: duck.MAP(duck.VARCHAR, type) };
  }
  const known = wanted?.typeId === DuckDBTypeId.STRUCT
    ? Object.fromEntries(wanted.entryNames.map((name, i) => [name, wanted.entryTypes[i]]))
    : {};
  if (document.size === 0) return { value: "{}", type: duck.VARCHAR };
  const members = [...document].map(([name, member]) => [name, toBound(member, known[name])] as const);
  const values = Object.fromEntries(members.map(([name, { value }]) => [name, value]));
  const types = Object.fromEntries(members.map(([name, { type }]) => [name, type]));
  return wanted?.typeId === DuckDBTypeId.UNION && members.length === 1
    ? { value: new duck.DuckDBUnionValue(members[0]![0], members[0]![1].value), type: duck.UNION(types) }
    : { value: new duck.DuckDBStructValue(values), type: duck.STRUCT(types) };
}
