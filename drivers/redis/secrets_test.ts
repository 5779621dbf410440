import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { Served } from "./testing/served.ts";

const PLANTED = "planted-Tr0ub4dor";
const REAL = "real-c0rrect-horse";

Deno.test("no password and no connection string is in an error or in the log after any failure", async () => {
  const config = [`user default on >${REAL} ~* +@all`];
  await using served = await Served.start({ config, values: { password: REAL } });
  const texts: string[] = [];
  const keep = (error: Error): boolean => texts.push(`${error.message}\n${JSON.stringify(error)}`) > 0;
  const attempts: Record<string, string>[] = [
    { password: PLANTED },
    { password: PLANTED, username: "intruder" },
    { password: PLANTED, socket_path: "/none/redis.sock" },
    { password: PLANTED, socket_path: "", port: "1" },
    { socket_path: "", host: `redis://default:${PLANTED}@127.0.0.1:6379` },
    { socket_path: "", host: `default:${PLANTED}@127.0.0.1` },
  ];
  for (const values of attempts) await rejects(served.open(values), keep);
  await rejects(served.rows(`AUTH ${PLANTED}`), keep);
  await rejects(served.rows(`CONFIG SET requirepass ${PLANTED} nonsense`), keep);
  await served.server.kill();
  await rejects(served.rows("PING"), keep);
  deepStrictEqual(texts.length, attempts.length + 3);
  ok(served.log.length > 0);
  for (const text of [...texts, ...served.log]) ok(!text.includes(PLANTED) && !text.includes(REAL), text);
});
