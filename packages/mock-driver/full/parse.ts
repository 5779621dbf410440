/**
 * Parses statements, by recursive descent.
 *
 * @module
 */
import type { OrderByColumn, SemanticFilter, Value } from "@fluxwire/wire";
import { readCondition } from "./condition.ts";
import type { Item, Select, Statement } from "./statement.ts";
import { TokenReader } from "./token_reader.ts";

/**
 * Parses one statement.
 *
 * @param params The values of `?` and `$1`.
 * @throws {DriverError} `Driver` for an invalid statement; the message names the place.
 */
export function parseStatement(sql: string, params: readonly Value[] = []): Statement {
  const reader = new TokenReader(sql, params);
  const statement = readStatement(reader);
  reader.needEnd();
  return statement;
}

function readStatement(reader: TokenReader): Statement {
  if (reader.word("SELECT")) return readSelect(reader);
  if (reader.word("WITH")) return readWith(reader);
  if (reader.word("INSERT")) return readInsert(reader);
  if (reader.word("UPDATE")) return readUpdate(reader);
  if (reader.word("DELETE")) {
    reader.need("FROM");
    const table = reader.tableName();
    return { type: "delete", table, filter: readWhere(reader), returning: readReturning(reader) };
  }
  if (reader.word("EXPLAIN")) {
    reader.need("SELECT");
    return { type: "explain", select: readSelect(reader) };
  }
  if (reader.word("DESCRIBE")) return { type: "describe", table: reader.tableName() };
  if (reader.word("USE")) return { type: "use", database: reader.name() };
  if (reader.word("CREATE")) return readCreate(reader);
  if (reader.word("DROP")) {
    reader.need("TABLE");
    return { type: "drop", table: reader.tableName() };
  }
  return reader.fail("SELECT, WITH, INSERT, UPDATE, DELETE, EXPLAIN, DESCRIBE, USE, CREATE or DROP");
}

/** A SELECT that may read the rows of others as tables: `WITH t AS (SELECT …) SELECT … FROM t`. */
function readWith(reader: TokenReader): Select {
  const within = reader.list(() => {
    const name = reader.name();
    reader.need("AS");
    return { name, select: readParenthesized(reader) };
  });
  reader.need("SELECT");
  const select = readSelect(reader);
  return { ...select, within: [...within, ...select.within] };
}

function readParenthesized(reader: TokenReader): Select {
  return reader.parenthesized(() => {
    reader.need("SELECT");
    return readSelect(reader);
  });
}

/** A SELECT in parentheses behind FROM, with the name that it needs. */
function readDerived(reader: TokenReader): { name: string; select: Select } {
  const select = readParenthesized(reader);
  reader.word("AS");
  return { name: reader.name(), select };
}

function readSelect(reader: TokenReader): Select {
  const items = reader.symbol("*") ? null : reader.list(() => readItem(reader));
  const hasTable = reader.word("FROM");
  const derived = hasTable && reader.token.text === "(" ? readDerived(reader) : null;
  const table = hasTable ? derived?.name ?? reader.tableName() : null;
  const filter = readWhere(reader);
  const orderBy = reader.word("ORDER") ? readOrderBy(reader) : [];
  const limit = reader.word("LIMIT") ? reader.count() : null;
  const offset = reader.word("OFFSET") ? reader.count() : 0;
  if (items === null && table === null) reader.fail("FROM");
  return { type: "select", items, table, filter, orderBy, limit, offset, within: derived === null ? [] : [derived] };
}

function readItem(reader: TokenReader): Item {
  const item = readBareItem(reader);
  return reader.word("AS") ? { ...item, name: reader.name() } : item;
}

function readBareItem(reader: TokenReader): Item {
  const { kind, text } = reader.token;
  if (kind === "word" && reader.next.text === "(") {
    reader.pass();
    const args = reader.parenthesized(() =>
      reader.symbol("*") || reader.token.text === ")" ? [] : reader.list(() => reader.value())
    );
    const name = text.toLowerCase();
    return { type: "call", name, function: name, args };
  }
  const value = reader.literal();
  if (value !== undefined) return { type: "value", name: kind === "parameter" ? "param" : text, value };
  const column = reader.columnName();
  return { type: "column", name: column, column };
}

function readWhere(reader: TokenReader): SemanticFilter | null {
  return reader.word("WHERE") ? readCondition(reader) : null;
}

function readOrderBy(reader: TokenReader): OrderByColumn[] {
  reader.need("BY");
  return reader.list((): OrderByColumn => {
    const column = { name: reader.columnName() };
    const direction = reader.word("DESC") ? "Descending" : "Ascending";
    reader.word("ASC");
    return { column, direction };
  });
}

function readInsert(reader: TokenReader): Statement {
  reader.need("INTO");
  const table = reader.tableName();
  const names = () => reader.list(() => reader.name());
  const columns = reader.token.text === "(" ? reader.parenthesized(names) : null;
  reader.need("VALUES");
  const rows = reader.list(() => reader.parenthesized(() => reader.list(() => reader.value())));
  return { type: "insert", table, columns, rows, returning: readReturning(reader) };
}

function readUpdate(reader: TokenReader): Statement {
  const table = reader.tableName();
  reader.need("SET");
  const changes = reader.list((): [string, Value] => {
    const name = reader.name();
    reader.needSymbol("=");
    return [name, reader.value()];
  });
  return { type: "update", table, changes, filter: readWhere(reader), returning: readReturning(reader) };
}

function readCreate(reader: TokenReader): Statement {
  reader.need("TABLE");
  const table = reader.tableName();
  const columns = reader.parenthesized(() =>
    reader.list(() => {
      const name = reader.name(), type = reader.name().toUpperCase();
      const primaryKey = reader.word("PRIMARY");
      if (primaryKey) reader.need("KEY");
      return { name, type, primaryKey };
    })
  );
  return { type: "create", table, columns };
}

function readReturning(reader: TokenReader): boolean {
  if (!reader.word("RETURNING")) return false;
  reader.needSymbol("*");
  return true;
}
