/**
 * The SQLite driver beside node:sqlite.
 *
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ROWS, serveProgram, type Subject, timeCancel } from "../../../tests/bench/drivers/subject.ts";
import { ENDLESS, STARTED } from "../testing/endless.ts";
import { FreshFile } from "../testing/opened.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

/** Ten columns of every kind that SQLite has. */
const TABLE = `CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
  SELECT i AS a, i * 1000000007 AS b, 'text ' || i AS c, i * 1.5 AS d, x'00ff' AS e, NULL AS f, i % 7 AS g,
    'longer text with words ' || i AS h, i + 0.25 AS j, '2024-01-02' AS k FROM n`;

/** Starts the driver and its process. */
export async function openSubject(signal: AbortSignal): Promise<Subject> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await FreshFile.make());
  const library = new DatabaseSync(path);
  stack.defer(() => library.close());
  library.exec(`${STARTED}; ${TABLE}`);
  const { driver, client } = stack.use(await serveProgram(["-A", MAIN], signal));
  const session = await client.open({ path });
  const read = (sql: string): number => {
    const statement: StatementSync = library.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all().length;
  };
  const counted = library.prepare("SELECT count(*) AS count FROM started");
  const count = (): number => counted.get()!.count as number;
  const ask = async (sql: string): Promise<number> => (await session.execute({ sql })).rows.length;
  const owned = stack.move();
  return {
    name: "SQLite",
    size: ROWS,
    minRowsRatio: 0.6,
    rows: { library: () => read("SELECT * FROM t"), driver: () => ask("SELECT * FROM t") },
    one: {
      library: () => read("SELECT a FROM t WHERE rowid = 7"),
      driver: () => ask("SELECT a FROM t WHERE rowid = 7"),
    },
    async cancel() {
      const before = count();
      const statement = session.execute({ sql: ENDLESS });
      while (count() === before) await new Promise((resolve) => setTimeout(resolve, 1));
      return await timeCancel(statement, () => session.cancelActive(), () => ask("SELECT 1"));
    },
    // Each session has one ready process; any other one still runs a statement.
    running: async () => await childCount(driver.process.pid) - 1,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function childCount(pid: number): Promise<number> {
  const text = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
  return text.trim().split(" ").length;
}
