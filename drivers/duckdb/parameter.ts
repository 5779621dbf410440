/**
 * Converts the host's values to DuckDB's parameters.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import { isNull, jsonText, type Parameter, plainText } from "@fluxwire/sql";
import * as duck from "./library.ts";

/** A value with the type that it is bound as; DuckDB casts it to the type that the statement needs. */
interface Bound {
  readonly value: duck.DuckDBValue;
  readonly type: duck.DuckDBType;
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
    const isUnion = value instanceof Map && value.size === 1 &&
      prepared.parameterTypeId(i + 1) === duck.DuckDBTypeId.UNION;
    const bound = isUnion ? toUnion(value) : toBound(value);
    prepared.bindValue(i + 1, bound.value, bound.type);
  });
}

function toBound(value: Value): Bound {
  if (isNull(value)) return { value: null, type: duck.SQLNULL };
  if (typeof value === "boolean") return { value, type: duck.BOOLEAN };
  if (typeof value === "number") return { value, type: duck.DOUBLE };
  if (typeof value === "bigint") {
    return { value, type: BigInt.asIntN(64, value) === value ? duck.BIGINT : duck.HUGEINT };
  }
  if (value instanceof Uint8Array) return { value: new duck.DuckDBBlobValue(value), type: duck.BLOB };
  if (Array.isArray(value)) return toList(value);
  if (value instanceof Map) return toStruct(value);
  return { value: plainText(value), type: duck.VARCHAR };
}

/** A list has one type: elements of different ones become texts. */
function toList(elements: readonly Value[]): Bound {
  const bound = elements.map(toBound);
  const types = new Map(bound.filter(({ type }) => type !== duck.SQLNULL).map(({ type }) => [String(type), type]));
  const [type = duck.SQLNULL, ...others] = types.values();
  const isMixed = others.length > 0;
  const textOf = (one: Value): string | null => isNull(one) ? null : typeof one === "string" ? one : jsonText(one);
  const values = isMixed ? elements.map(textOf) : bound.map(({ value }) => value);
  return { value: new duck.DuckDBListValue(values), type: duck.LIST(isMixed ? duck.VARCHAR : type) };
}

/** DuckDB casts a union of one member to one that has more. */
function toUnion(document: ReadonlyMap<string, Value>): Bound {
  const [[tag, member]] = [...document] as [[string, Value]];
  const { value, type } = toBound(member);
  return { value: new duck.DuckDBUnionValue(tag, value), type: duck.UNION({ [tag]: type }) };
}

function toStruct(document: ReadonlyMap<string, Value>): Bound {
  const members = [...document].map(([name, member]) => [name, toBound(member)] as const);
  if (members.length === 0) return { value: "{}", type: duck.VARCHAR };
  return {
    value: new duck.DuckDBStructValue(Object.fromEntries(members.map(([name, { value }]) => [name, value]))),
    type: duck.STRUCT(Object.fromEntries(members.map(([name, { type }]) => [name, type]))),
  };
}
