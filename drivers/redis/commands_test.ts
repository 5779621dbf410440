import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { untilBlocked } from "./testing/blocked.ts";
import { Served } from "./testing/served.ts";

for (const layout of LAYOUTS) {
  Deno.test(`commands give tables in layout ${layout}`, async () => {
    await using served = await Served.start({ layout });
    const table = async (sql: string) => {
      const { columns, rows } = await served.session.execute({ sql });
      return [columns.map(({ name }) => name), rows];
    };
    deepStrictEqual(await table('SET "a key" "two\\nlines"'), [["result"], [["OK"]]]);
    deepStrictEqual(await table('GET "a key"'), [["result"], [["two\nlines"]]]);
    deepStrictEqual(await table("GET none"), [["result"], [[null]]]);
    deepStrictEqual(await table('SET raw "\\xff"\nGET raw'), [["result"], [[Uint8Array.of(255)]]]);
    deepStrictEqual(await table("SET n 9223372036854775806\nINCR n"), [["result"], [[9223372036854775807n]]]);
    deepStrictEqual(await table("HSET h f v g w\nHGETALL h"), [["field", "value"], [["f", "v"], ["g", "w"]]]);
    deepStrictEqual(await table("ZADD z 1.5 m\nZRANGE z 0 -1 WITHSCORES"), [["member", "score"], [["m", "1.5"]]]);
    deepStrictEqual(await table("RPUSH l a b\nLRANGE l 0 -1"), [["result"], [["a"], ["b"]]]);
    deepStrictEqual(await table("EVAL 'return {1, {2}, \"x\"}' 0"), [["result"], [[1n], [[2n]], ["x"]]]);
    deepStrictEqual(await table("EVAL_RO 'return {1, {2, false}, \"x\"}' 0"), [["result"], [[1n], [[2n, null]], [
      "x",
    ]]]);
    deepStrictEqual(await table('RPUSH r "\\xff"\nLRANGE r 0 -1'), [["result"], [[Uint8Array.of(255)]]]);
    deepStrictEqual(await table("# nothing"), [[], []]);

    const { result } = await served.ask({ type: "ExecuteWithHandle", request: { sql: "ECHO hi", params: [] } });
    deepStrictEqual(result.rows, [["hi"]]);
  });
}

Deno.test("execute() gives replies of any depth that an answer can have", async () => {
  await using served = await Served.start();
  for (const depth of [15, 16, 17, 40]) {
    const [row] = await served.rows(`EVAL_RO "local t = 'x' for i = 1, ${depth} do t = {t} end return t" 0`);
    // The outer array is the list of rows.
    strictEqual(JSON.stringify(row![0]), `${"[".repeat(depth - 1)}"x"${"]".repeat(depth - 1)}`);
  }
});

Deno.test("execute() takes limit, offset and database", async () => {
  await using served = await Served.start();
  const sql = "RPUSH l a b c d\nLRANGE l 0 -1";
  deepStrictEqual((await served.session.execute({ sql, limit: 2, offset: 1, database: "db4" })).rows, [["b"], ["c"]]);
  strictEqual(await served.session.activeDatabase(), "db0");
  deepStrictEqual(await served.rows("EXISTS l"), [[0n]]);
  const moving = { sql: "SET a 1\nSELECT 1\nEXISTS a", database: "4" };
  deepStrictEqual((await served.session.execute(moving)).rows, [[0n]]);
  strictEqual(await served.session.activeDatabase(), "db1");
});

Deno.test("execute() runs a transaction of one statement and discards one that is left open", async () => {
  await using served = await Served.start();
  deepStrictEqual(await served.rows("MULTI\nSET a 1\nINCR a\nLPUSH a x\nEXEC"), [
    ["OK"],
    [2n],
    ["(error) WRONGTYPE Operation against a key holding the wrong kind of value"],
  ]);
  await rejects(served.rows("MULTI\nSET a 5"), { code: "InvalidRequest", message: /^Cannot leave a transaction open/ });
  await rejects(served.rows("MULTI\nSELECT 3\nEXEC"), { message: /^Cannot run SELECT in a transaction/ });
  await rejects(served.rows("MULTI\nNOSUCH"), { code: "Driver", message: /^ERR unknown command/ });
  deepStrictEqual(await served.rows("GET a"), [["2"]]);
});

Deno.test("execute() refuses commands that would make the connection unusable, before running any", async () => {
  await using served = await Served.start();
  for (const command of ["subscribe c", "MONITOR", "CLIENT REPLY OFF", "AUTH secret", "QUIT"]) {
    await rejects(served.rows(`SET a 1\n${command}`), { code: "InvalidRequest", message: /^Cannot run [A-Z ]+: / });
  }
  deepStrictEqual(await served.rows("EXISTS a"), [[0n]]);
  const bound = { sql: "GET a", params: [1n] };
  await rejects(served.session.execute(bound), { message: /^Cannot bind parameters/ });
});

Deno.test("execute() stops at the command that fails, with the server's error", async () => {
  await using served = await Served.start();
  await rejects(served.rows("SET a 1\nHGET a f\nSET a 2"), { code: "Driver", message: /^WRONGTYPE/ });
  deepStrictEqual(await served.rows("GET a"), [["1"]]);
});

Deno.test("execute() says that a command was run whose reply no answer can hold", async () => {
  await using served = await Served.start();
  await served.session.execute({
    sql: "EVAL \"for i=1,18 do redis.call('SADD', 's', i..string.rep('x', 1000000)) end\" 0",
  });
  await rejects(served.session.execute({ sql: "SPOP s 18" }), {
    code: "Driver",
    message: /exceeds maxFrameBytes 16777216.*; SPOP was run, and what it took is lost$/,
  });
  deepStrictEqual(await served.rows("EXISTS s"), [[0n]]);
});

Deno.test("a cancelled statement names the commands that were carried out before", async () => {
  await using served = await Served.start();
  const watcher = await served.open();
  const cancelled = rejects(served.rows("SET a 1\nGET a\nINCR a\nBLPOP none 0"), {
    code: "Cancelled",
    message: "Query cancelled; SET, INCR of the text were carried out",
  });
  await untilBlocked(watcher, 1);
  await served.session.cancelActive();
  await cancelled;
  deepStrictEqual(await served.rows("GET a"), [["2"]]);
});

Deno.test("members are no scores because a key has the name of the option", async () => {
  await using served = await Served.start();
  await served.rows("ZADD withscores 1 a 2 b");
  deepStrictEqual(await served.rows("ZRANGE withscores 0 -1"), [["a"], ["b"]]);
  deepStrictEqual(await served.rows("ZUNION 1 withscores"), [["a"], ["b"]]);
  deepStrictEqual(await served.rows("ZUNION 1 withscores WITHSCORES"), [["a", "1"], ["b", "2"]]);
});
