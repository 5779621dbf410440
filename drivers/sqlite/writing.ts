/**
 * Adds, changes and removes single rows.
 *
 * @module
 */
import {
  type Cell,
  type Context,
  DriverError,
  float,
  type RecordIdentity,
  type Session,
  type Value,
  type WriteResult,
} from "@fluxwire/sdk";
import type { Database, OwnResult } from "./database.ts";
import { qualified, quoted } from "./identifier.ts";

/** The identity of a row and its table. */
interface RowPlace {
  identity: RecordIdentity;
  table: string;
  schema?: string | null;
}

/** The methods that change rows. */
export function writing(database: Database): Required<Pick<Session, "insertRow" | "updateRow" | "deleteRow">> {
  return {
    async insertRow({ table: name, schema, columns, values }, context) {
      const target = qualified({ schema, name });
      const placeholders = columns.map(() => "?").join(", ");
      const content = columns.length === 0
        ? "DEFAULT VALUES"
        : `(${columns.map(quoted).join(", ")}) VALUES (${placeholders})`;
      return toWriteResult(await database.write(`INSERT INTO ${target} ${content} RETURNING *`, values, context));
    },
    async updateRow({ changes, ...place }, context) {
      if (changes.length === 0) throw new DriverError("InvalidRequest", "Cannot update row: there are no changes");
      const params: Value[] = changes.map(([, value]) => value);
      const set = changes.map(([column], i) => `${quoted(column)} = ?${i + 1}`).join(", ");
      return await writeOne(database, place, (target) => `UPDATE ${target} SET ${set}`, params, context);
    },
    deleteRow: (place, context) => writeOne(database, place, (target) => `DELETE FROM ${target}`, [], context),
  };
}

/**
 * Writes exactly one row: if the identity fits several rows, the statement matches none.
 *
 * @throws {DriverError} `InvalidRequest` for an identity of several rows, or one without columns.
 */
async function writeOne(
  database: Database,
  { identity, table: name, schema }: RowPlace,
  verb: (target: string) => string,
  params: Value[],
  context: Context,
): Promise<WriteResult> {
  const target = qualified({ schema, name });
  const [columns, key] = keyOf(identity);
  const matching = (first: number): string => columns.map((one, i) => `${quoted(one)} IS ?${first + i}`).join(" AND ");
  const count = (first: number): string => `SELECT count(*) FROM ${target} WHERE ${matching(first)}`;
  const condition = matching(params.length + 1);
  const sql = `${verb(target)} WHERE ${condition} AND (${count(params.length + 1)}) = 1 RETURNING *`;
  const result = toWriteResult(await database.write(sql, [...params, ...key], context));
  if (result.affectedRows === 0n) {
    const found = (await database.read(count(1), key, context)).rows[0]![0];
    if (found !== 0n) {
      throw new DriverError(
        "InvalidRequest",
        `Cannot write row: its identity is that of ${found} rows; nothing was changed`,
      );
    }
  }
  return result;
}

function keyOf(identity: RecordIdentity): [columns: string[], values: Value[]] {
  if (identity.type !== "Composite" || identity.columns.length === 0) {
    throw new DriverError("InvalidRequest", "Cannot find row: SQLite needs an identity of at least one column");
  }
  if (identity.columns.length !== identity.values.length) {
    const { columns, values } = identity;
    throw new DriverError("InvalidRequest", `Cannot find row: ${columns.length} columns have ${values.length} values`);
  }
  return [identity.columns, identity.values];
}

function toWriteResult({ affectedRows, rows }: OwnResult): WriteResult {
  return { affectedRows: affectedRows ?? 0n, returningRow: rows[0]?.map(toCell) ?? null };
}

/** A number is a real here; the SDK would send whole ones as Ints. */
function toCell(cell: Value): Cell {
  return typeof cell === "number" ? float(cell) : cell;
}
