/**
 * The DuckDB driver beside npm:@duckdb/node-api.
 *
 * @module
 */
import { serveProgram, type Subject, timeCancel } from "../../../tests/bench/drivers/subject.ts";
import { DuckDBInstance } from "../library.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

const ROWS = 100_000;

/** Ten columns of the common types. */
const TABLE = `CREATE TABLE t AS SELECT i::BIGINT AS a, i * 1000000007 AS b, 'text ' || i AS c, i * 1.5::DOUBLE AS d,
  '\\x00\\xFF'::BLOB AS e, NULL::VARCHAR AS f, (i % 7)::INT AS g, 'longer text with words ' || i AS h,
  i + 0.25::DOUBLE AS j, DATE '2024-01-02' AS k FROM range(1, ${ROWS + 1}) n(i)`;

const ENDLESS = "SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 3";

/** Starts the driver, and its library in this process. */
export async function openSubject(signal: AbortSignal): Promise<Subject> {
  await using stack = new AsyncDisposableStack();
  const alone = await (await DuckDBInstance.create(":memory:")).connect();
  stack.defer(() => alone.closeSync());
  await alone.run(TABLE);
  const { client } = stack.use(await serveProgram(["-A", MAIN], signal));
  const session = await client.open({ path: ":memory:" });
  await session.execute({ sql: TABLE });
  const read = async (sql: string): Promise<number> => (await alone.runAndReadAll(sql)).getRowObjects().length;
  const ask = async (sql: string): Promise<number> => (await session.execute({ sql })).rows.length;
  const owned = stack.move();
  return {
    name: "DuckDB",
    size: ROWS,
    minRowsRatio: 0.5,
    rows: { library: () => read("SELECT * FROM t"), driver: () => ask("SELECT * FROM t") },
    one: { library: () => read("SELECT 7"), driver: () => ask("SELECT 7") },
    async cancel() {
      const statement = session.execute({ sql: ENDLESS });
      return await timeCancel(statement, () => session.cancelActive(), () => ask("SELECT 1"));
    },
    running: () => Promise.resolve(0),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
