/** The tables that models are kept in, and what makes them. */
import { type Row, type SqlSession, textIn } from "./sql_session.ts";

/** The version of the tables that is known here. */
export const FORMAT = 1;

/**
 * The tables of a prefix. Names and types are those that SQL databases share; order does not rely on a collation, as rows
 * stand by hexadecimal digits.
 */
export class Tables {
  readonly place: string;
  readonly model: string;
  readonly hook: string;
  readonly instance: string;
  readonly equal: string;

  /** Names them. */
  constructor(readonly prefix: string) {
    this.place = `${prefix}place`;
    this.model = `${prefix}model`;
    this.hook = `${prefix}hook`;
    this.instance = `${prefix}instance`;
    this.equal = `${prefix}equal`;
  }

  /** Makes those that do not exist. */
  async make(sql: SqlSession): Promise<void> {
    const table = (name: string, columns: string) => sql.write(`CREATE TABLE IF NOT EXISTS ${name} (${columns})`);
    const index = (name: string, suffix: string, columns: string) =>
      sql.write(`CREATE INDEX IF NOT EXISTS ${name}_${suffix} ON ${name} (${columns})`);
    const body = "model VARCHAR(255) NOT NULL, place VARCHAR(300) NOT NULL, revision BIGINT NOT NULL, " +
      "bytes BIGINT NOT NULL, data TEXT NOT NULL";
    await table(this.model, `${body}, version BIGINT NOT NULL, defined_at BIGINT NOT NULL`);
    await table(this.hook, body);
    await table(
      this.instance,
      `${body}, id VARCHAR(255) NOT NULL, model_version BIGINT NOT NULL, created_at VARCHAR(40) NOT NULL, ` +
        "updated_at VARCHAR(40) NOT NULL",
    );
    await table(this.equal, "model VARCHAR(255) NOT NULL, digest VARCHAR(64) NOT NULL, place VARCHAR(300) NOT NULL");
    for (const name of [this.model, this.hook, this.instance]) await index(name, "place", "model, place");
    await index(this.equal, "digest", "model, digest");
    await index(this.equal, "place", "model, place");
    // The last one: where it is, the others are.
    await table(
      this.place,
      "format BIGINT NOT NULL, seq BIGINT NOT NULL, log_id VARCHAR(64), turn VARCHAR(64), owner VARCHAR(64)",
    );
  }
}

/** The rows of one table in the order of `place`: all of them, or those of a model, behind a place. */
export interface Range {
  readonly table: string;
  readonly model: string | null;
  readonly descending?: boolean;
  readonly behind?: string | null;
}

/** Rows that are read at once, and bytes of data that each brings with it: a page stays below a frame of 16 MiB. */
const PAGE_ROWS = 240, INLINE_BYTES = 64 * 2 ** 10;

/** The columns of a body; those of the table follow. */
const BODY = 3;

/** A row with its text, and its own columns. */
export interface Body {
  readonly place: string;
  readonly data: string;
  readonly own: Row;
}

/** The rows of a range, page by page. */
export async function* bodies(sql: SqlSession, range: Range, own: readonly string[]): AsyncGenerator<Body> {
  const { table, model, descending = false } = range;
  const direction = descending ? "DESC" : "ASC", behind = descending ? "<" : ">";
  let last = range.behind ?? null;
  for (;;) {
    const conditions = [
      ...model === null ? [] : ["model = ?"],
      ...last === null ? [] : [`place ${behind} ?`],
    ];
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")} `;
    const parameters = [...model === null ? [] : [model], ...last === null ? [] : [last]];
    const rows = await sql.rows(
      `SELECT ${columnsOf(own)} FROM ${table} ${where}ORDER BY place ${direction}`,
      parameters,
      PAGE_ROWS,
    );
    for (const row of rows) yield await bodyOf(sql, table, row);
    if (rows.length < PAGE_ROWS) return;
    last = textIn(rows.at(-1)![0]);
  }
}

/** The rows at some places of a model, in no order. */
export async function bodiesAt(
  sql: SqlSession,
  { table, model, places }: { table: string; model: string; places: readonly string[] },
  own: readonly string[],
): Promise<Body[]> {
  const found: Body[] = [];
  for (let at = 0; at < places.length; at += PAGE_ROWS) {
    const some = places.slice(at, at + PAGE_ROWS);
    const rows = await sql.rows(
      `SELECT ${columnsOf(own)} FROM ${table} WHERE model = ? AND place IN (${some.map(() => "?").join(", ")})`,
      [model, ...some],
    );
    for (const row of rows) found.push(await bodyOf(sql, table, row));
  }
  return found;
}

function columnsOf(own: readonly string[]): string {
  return ["place", "model", `CASE WHEN bytes <= ${INLINE_BYTES} THEN data END`, ...own].join(", ");
}

/** A longer text than fits into a page is read by itself. */
async function bodyOf(sql: SqlSession, table: string, row: Row): Promise<Body> {
  const place = textIn(row[0]), own = row.slice(BODY);
  if (row[2] !== null) return { place, data: textIn(row[2]), own };
  const [long] = await sql.rows(`SELECT data FROM ${table} WHERE model = ? AND place = ?`, [textIn(row[1]), place]);
  return { place, data: textIn(long?.[0]), own };
}

/** Where something with an id stands: its bytes in hexadecimal digits, whose order is the same in every collation. */
export function placeOf(id: string): string {
  return new TextEncoder().encode(id).toHex();
}
