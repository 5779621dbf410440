import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { type Cell, defineDriver, form, type QueryResult } from "@fluxwire/sdk";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { dialect } from "./dialect.ts";
import { executing } from "./executing.ts";
import { wholeResults } from "./whole_results.ts";

const DIALECT = dialect({ name: "Any", placeholder: "?{n}" });

/** SQLite in memory, behind a driver that has Execute alone; it notes the texts that it runs. */
class Asked implements AsyncDisposable {
  readonly #db = new DatabaseSync(":memory:");
  readonly texts: string[] = [];
  #served!: ServedDriver;

  static async start(): Promise<Asked> {
    const asked = new Asked();
    asked.#db.exec("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3)");
    const run = wholeResults({
      dialect: DIALECT,
      // As a library that must ask its database.
      isInTransaction: () => Promise.resolve(asked.#db.isTransaction),
      ask: (text) => asked.#ask(text),
    });
    const open = () => executing({ dialect: DIALECT, run });
    const about = {
      name: "Any",
      version: "1.0.0",
      description: "Any",
      kind: "SQLite",
      category: "Relational",
    } as const;
    asked.#served = await ServedDriver.start(
      defineDriver({ ...about, id: "any", queryLanguage: "Sql", uriScheme: "any", form: form({}), open }),
    );
    return asked;
  }

  async execute(sql: string, page: { limit?: number; offset?: number } = {}): Promise<unknown[][]> {
    const session = await this.#served.open();
    try {
      return (await session.execute({ sql, ...page })).rows as unknown[][];
    } finally {
      await session.close();
    }
  }

  rows(): unknown[] {
    return this.#db.prepare("SELECT n FROM t ORDER BY n").all().map(({ n }) => n);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#served[Symbol.asyncDispose]();
    this.#db.close();
  }

  #ask(text: string): QueryResult {
    this.texts.push(text);
    let result: QueryResult = {};
    for (const one of text.split("; ")) {
      const statement = this.#db.prepare(one), columns = statement.columns().map(({ name }) => name);
      result = columns.length === 0
        ? { affectedRows: statement.run().changes }
        : { columns, rows: statement.all().map((row) => Object.values(row) as Cell[]) };
    }
    return result;
  }
}

const WIDE = "printf('%.20000000c', 'x')";

Deno.test("wholeResults() gives the wanted page of a result, and all of it without one", async () => {
  await using asked = await Asked.start();
  deepStrictEqual(await asked.execute("SELECT n FROM t"), [[1n], [2n], [3n]]);
  deepStrictEqual(await asked.execute("SELECT n FROM t", { limit: 1, offset: 1 }), [[2n]]);
  deepStrictEqual(await asked.execute("SELECT n FROM t", { offset: 2 }), [[3n]]);
});

Deno.test("wholeResults() commits a write that returns rows only if they fit into an answer", async () => {
  await using asked = await Asked.start();
  deepStrictEqual(await asked.execute("INSERT INTO t VALUES (4) returning n"), [[4n]]);
  deepStrictEqual(asked.texts, ["BEGIN", "INSERT INTO t VALUES (4) returning n", "COMMIT"]);
  await rejects(asked.execute(`INSERT INTO t VALUES (5) RETURNING ${WIDE};`), { code: "Driver" });
  await asked.execute("BEGIN");
  await rejects(asked.execute(`INSERT INTO t VALUES (6) RETURNING ${WIDE}`), { code: "Driver" });
  deepStrictEqual(asked.texts.slice(-2), ["ROLLBACK TO SAVEPOINT fluxwire_row", "RELEASE SAVEPOINT fluxwire_row"]);
  await asked.execute("COMMIT");
  deepStrictEqual(asked.rows(), [1, 2, 3, 4]);
});

Deno.test("wholeResults() lets a text of several statements begin its own transaction, and says what stays done", async () => {
  await using asked = await Asked.start();
  deepStrictEqual(await asked.execute("BEGIN; INSERT INTO t VALUES (4) RETURNING n; COMMIT"), []);
  const error = await asked.execute(`DELETE FROM t; INSERT INTO t VALUES (5) RETURNING ${WIDE}`).catch((one) => one);
  strictEqual(error.code, "Driver");
  match(error.message, /exceeds maxFrameBytes 16777216.*; the statement was run$/s);
  deepStrictEqual(asked.rows(), [5]);
});

Deno.test("wholeResults() gives the library's own words for its errors, which are no lost connection", async () => {
  await using asked = await Asked.start();
  await rejects(asked.execute("SELECT x FROM t"), { code: "Driver", message: "no such column: x", retriable: false });
});
