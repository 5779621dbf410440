/**
 * An SQLite database in the test's own memory, as the database of a session.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";
import { type Cell, type Context, DriverError, type QueryResult, type Value } from "@fluxwire/sdk";
import {
  type Catalog,
  type Dialect,
  dialect,
  isNull,
  name,
  plainText,
  type Relation,
  RelationMissing,
  type SqlParts,
  type SqlSession,
  sqlSession,
  STANDARD_OPERATORS,
  type Statement,
} from "../mod.ts";

/** The dialect of the database. */
export const MEMORY_DIALECT: Dialect = dialect({
  name: "SQLite",
  placeholder: "?{n}",
  same: "{column} IS {value}",
  operators: { ...STANDARD_OPERATORS, Regex: "{column} REGEXP {value}" },
  explain: "EXPLAIN QUERY PLAN ",
});

/** The longest text that the database gives, in UTF-16 units, as if no answer could hold a longer one. */
export const LONGEST_CELL = 10_000;

/** A database, its session, and the texts that were run. Disposing it closes it. */
export class MemoryDatabase implements Disposable {
  readonly #db = new DatabaseSync(":memory:");
  /** The texts that were run, in order. */
  readonly texts: string[] = [];
  /** The reader of its catalog. */
  readonly catalog: Catalog = this.#readers();
  /** The methods of the session. */
  readonly session: SqlSession;
  /** The context of calls. */
  readonly context: Context;

  /** Creates it with a script, and parts that differ. */
  constructor(script: string, changes: Partial<SqlParts> = {}) {
    this.#db.exec(script);
    this.session = sqlSession({
      dialect: MEMORY_DIALECT,
      run: (statement) => Promise.resolve().then(() => this.#run(statement)),
      catalog: this.catalog,
      isInTransaction: () => this.#db.isTransaction,
      ...changes,
    });
    const limits = { maxFrameBytes: 1_000, maxResponseValues: 100 };
    this.context = { signal: new AbortController().signal, answer: { limits } } as unknown as Context;
  }

  /** Runs a text beside the session. */
  rows(sql: string): unknown[][] {
    return this.#db.prepare(sql).all().map((row) => Object.values(row));
  }

  /** Runs a script beside the session. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #run({ text, parameters }: Statement): QueryResult {
    this.texts.push(text);
    const statement = this.#db.prepare(text);
    const columns = statement.columns().map(({ name }) => name);
    const values = parameters.map(({ value }) => toBound(value));
    if (columns.length === 0) return { affectedRows: statement.run(...values).changes };
    const rows = statement.all(...values).map((row) => Object.values(row) as Cell[]);
    if (rows.flat().some((cell) => typeof cell === "string" && cell.length > LONGEST_CELL)) {
      throw new DriverError("Driver", `Cannot send result: a cell exceeds ${LONGEST_CELL}`);
    }
    return { columns, rows };
  }

  #readers(): Catalog {
    const none = () => Promise.resolve([]);
    return {
      relation: (ref) => {
        const [row] = this.#db.prepare("SELECT name, type FROM sqlite_schema WHERE name = ?").all(ref.name);
        if (row === undefined) return Promise.reject(new RelationMissing(ref));
        const own = String(row.name), isView = row.type === "view";
        return Promise.resolve({ database: null, schema: null, name: own, isView, sql: name(own) });
      },
      columns: ({ name }: Relation) => {
        const rows = this.#db.prepare(`SELECT * FROM pragma_table_xinfo(?) WHERE hidden <> 1`).all(name);
        return Promise.resolve(rows.map((row) => ({
          name: String(row.name),
          typeName: String(row.type),
          nullable: row.notnull === 0,
          isPrimaryKey: row.pk !== 0,
          defaultValue: row.dflt_value as string | null,
          isWritable: row.hidden === 0,
        })));
      },
      foreignKeys: none,
      indexes: none,
      constraints: none,
      schemas: () => Promise.resolve([{ name: "main", tables: [{ name: "t", schema: "main" }], views: [] }]),
      databases: () => Promise.resolve([{ name: "main", isCurrent: true }]),
    };
  }
}

function toBound(value: Value): null | bigint | number | string | Uint8Array {
  if (isNull(value)) return null;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value !== "object" || value instanceof Uint8Array) return value;
  if (Array.isArray(value) || value instanceof Map) throw new TypeError("no lists here");
  return plainText(value);
}
