/**
 * The Redis driver beside npm:@redis/client, on a separate server. Redis has no tables: its rows are the entries of a
 * stream, five fields with their values each.
 *
 * @module
 */
import { createClient } from "../redis.ts";
import { ROWS, serveProgram, type Subject, timeCancel } from "../../../tests/bench/drivers/subject.ts";
import { RedisServer } from "../testing/redis_server.ts";
import { valuesFor } from "../testing/served.ts";

const MAIN = new URL("../main.ts", import.meta.url).pathname;

const FILL = `for i = 1, ${ROWS} do redis.call('XADD', 's', '0-' .. i, 'a', i, 'b', i * 1000003, 'c', 'text ' .. i,
  'd', i * 1.5, 'e', 'longer text with words ' .. i) end`;

/** Starts the driver and its server. */
export async function openSubject(signal: AbortSignal): Promise<Subject> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await RedisServer.start());
  const alone = createClient({ socket: { path: server.socketPath, tls: false } });
  await alone.connect();
  stack.defer(() => alone.destroy());
  await alone.eval(FILL);
  await alone.set("one", "1");
  const { client } = stack.use(await serveProgram(["-A", MAIN], signal));
  const session = await client.open(valuesFor(server));
  const ask = async (sql: string): Promise<number> => (await session.execute({ sql })).rows.length;
  const running = async (): Promise<number> =>
    Number(/blocked_clients:(\d+)/.exec(await alone.info("clients"))?.[1] ?? NaN);
  const owned = stack.move();
  return {
    name: "Redis",
    size: ROWS,
    minRowsRatio: 0.65,
    rows: { library: async () => (await alone.xRange("s", "-", "+"))?.length ?? 0, driver: () => ask("XRANGE s - +") },
    one: { library: async () => (await alone.get("one"))?.length ?? 0, driver: () => ask("GET one") },
    async cancel() {
      const statement = session.execute({ sql: "BLPOP none 0" });
      while (await running() === 0);
      return await timeCancel(statement, () => session.cancelActive(), () => ask("PING"));
    },
    running,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
