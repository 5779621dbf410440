/**
 * The PostgreSQL driver beside npm:pg, on a separate server.
 *
 * @module
 */
import { library } from "../library.ts";
import { ROWS, serveProgram, type Subject, timeCancel } from "../../../tests/bench/drivers/subject.ts";
import { PASSWORD, PostgresServer } from "../testing/postgres_server.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

/** Ten columns of the common types. */
const TABLE = `CREATE TABLE t AS SELECT i::bigint AS a, i * 1000000007::bigint AS b, 'text ' || i AS c,
  i * 1.5::float8 AS d, '\\x00ff'::bytea AS e, NULL::text AS f, (i % 7)::int AS g, 'longer text with words ' || i AS h,
  i + 0.25 AS j, date '2024-01-02' AS k FROM generate_series(1, ${ROWS}) AS n(i)`;

/** The types of integers: all of them become bigints. */
const INTEGERS: ReadonlySet<number> = new Set([20, 21, 23]);

const RUNNING = `SELECT count(*) FROM pg_stat_activity
  WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

/** Starts the driver and its server. */
export async function openSubject(signal: AbortSignal): Promise<Subject> {
  await using stack = new AsyncDisposableStack();
  const { port } = stack.use(await PostgresServer.start());
  const reach = { host: "127.0.0.1", password: PASSWORD };
  const getTypeParser = (id: number, format: string) =>
    INTEGERS.has(id) ? BigInt : library.types.getTypeParser(id, format);
  const config = { ...reach, port, user: "postgres", database: "postgres", types: { getTypeParser } };
  const alone = new library.Client(config);
  await alone.connect();
  stack.defer(() => alone.end());
  await alone.query(TABLE);
  const { client } = stack.use(await serveProgram(["-A", MAIN], signal));
  const session = await client.open({ ...reach, port: String(port) });
  const read = async (sql: string): Promise<number> => (await alone.query(sql)).rows.length;
  const ask = async (sql: string): Promise<number> => (await session.execute({ sql })).rows.length;
  const running = async (): Promise<number> => Number((await alone.query(RUNNING)).rows[0].count);
  const owned = stack.move();
  return {
    name: "PostgreSQL",
    size: ROWS,
    minRowsRatio: 0.65,
    rows: { library: () => read("SELECT * FROM t"), driver: () => ask("SELECT * FROM t") },
    one: { library: () => read("SELECT 7"), driver: () => ask("SELECT 7") },
    async cancel() {
      const statement = session.execute({ sql: "SELECT pg_sleep(1000)" });
      while (await running() === 0);
      return await timeCancel(statement, () => session.cancelActive(), () => ask("SELECT 1"));
    },
    running,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
