/**
 * Converts the host's values to DuckDB's parameters.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import { isNull, jsonText, type Parameter, plainText } from "@fluxwire/sql";
import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBListValue,
  type DuckDBPreparedStatement,
  DuckDBStructValue,
  type DuckDBType,
  type DuckDBValue,
  HUGEINT,
  LIST,
  SQLNULL,
  STRUCT,
  VARCHAR,
} from "./library.ts";

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
export function bind(prepared: DuckDBPreparedStatement, parameters: readonly Parameter[]): void {
  const places = prepared.parameterCount;
  if (places !== parameters.length) {
    const text = `Cannot run statement: it has places for ${places} parameters, and ${parameters.length} are given`;
    throw new DriverError("InvalidRequest", text);
  }
  parameters.forEach(({ value }, i) => {
    const bound = toBound(value);
    prepared.bindValue(i + 1, bound.value, bound.type);
  });
}

function toBound(value: Value): Bound {
  if (isNull(value)) return { value: null, type: SQLNULL };
  if (typeof value === "boolean") return { value, type: BOOLEAN };
  if (typeof value === "number") return { value, type: DOUBLE };
  if (typeof value === "bigint") return { value, type: BigInt.asIntN(64, value) === value ? BIGINT : HUGEINT };
  if (value instanceof Uint8Array) return { value: new DuckDBBlobValue(value), type: BLOB };
  if (Array.isArray(value)) return toList(value);
  if (value instanceof Map) return toStruct(value);
  return { value: plainText(value), type: VARCHAR };
}

/** A list has one type: elements of different ones become texts. */
function toList(elements: readonly Value[]): Bound {
  const bound = elements.map(toBound);
  const types = new Map(bound.filter(({ type }) => type !== SQLNULL).map(({ type }) => [String(type), type]));
  const [type = SQLNULL, ...others] = types.values();
  if (others.length === 0) return { value: new DuckDBListValue(bound.map(({ value }) => value)), type: LIST(type) };
  return { value: new DuckDBListValue(elements.map(textOf)), type: LIST(VARCHAR) };
}

function toStruct(document: ReadonlyMap<string, Value>): Bound {
  const members = [...document].map(([name, member]) => [name, toBound(member)] as const);
  if (members.length === 0) return { value: "{}", type: VARCHAR };
  return {
    value: new DuckDBStructValue(Object.fromEntries(members.map(([name, { value }]) => [name, value]))),
    type: STRUCT(Object.fromEntries(members.map(([name, { type }]) => [name, type]))),
  };
}

function textOf(value: Value): string | null {
  if (isNull(value)) return null;
  return typeof value === "string" ? value : jsonText(value);
}
