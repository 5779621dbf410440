import { deepStrictEqual, rejects } from "node:assert/strict";
import { untilBlocked } from "./testing/blocked.ts";
import { Served } from "./testing/served.ts";

/** Ends a session's connection at the server, and waits until the driver had its turn to notice. */
async function cut(session: { execute: Served["session"]["execute"] }, watcher: Served): Promise<void> {
  const [[id]] = (await session.execute({ sql: "CLIENT ID" })).rows as [[bigint]];
  await watcher.rows(`CLIENT KILL ID ${id}`);
  for (let i = 0; i < 20; i++) await watcher.rows("PING");
}

Deno.test("a transaction does not begin if WATCH was lost with the connection", async () => {
  await using served = await Served.start();
  const session = await served.open();
  await session.execute({ sql: "SET k 1\nWATCH k" });
  await cut(session, served);
  await served.rows("SET k other");
  const text = "MULTI\nSET k mine\nEXEC";
  await session.execute({ sql: "GET k" }).catch(() => {});
  await rejects(session.execute({ sql: text }), {
    code: "Driver",
    message: /^Cannot begin the transaction: the connection was lost since WATCH, .*; send WATCH again first$/,
  });
  deepStrictEqual(await served.rows("GET k"), [["other"]]);
  deepStrictEqual((await session.execute({ sql: `WATCH k\n${text}` })).rows, [["OK"]]);
});

Deno.test("a transaction that DISCARD could not end is open no longer for the next request", async () => {
  await using served = await Served.start();
  await rejects(served.rows("MULTI\nSET a 1\nDISCARD now"), { code: "Driver", message: /^ERR wrong number/ });
  deepStrictEqual(await served.rows("EXISTS a"), [[0n]]);
});

Deno.test("a text that fails after a write names it, and cannot be retried as it is", async () => {
  await using served = await Served.start();
  const session = await served.open();
  const [[id]] = (await session.execute({ sql: "CLIENT ID" })).rows as [[bigint]];
  const lost = rejects(session.execute({ sql: "INCR a\nINCR a\nSET b 1\nXREAD BLOCK 0 STREAMS none $" }), {
    code: "Transport",
    retriable: false,
    message: /; INCR \(2 times\), SET of the text were carried out$/,
  });
  await untilBlocked(served.session, 1);
  await served.rows(`CLIENT KILL ID ${id}`);
  await lost;
  await rejects(served.rows("INCR a\nHGET a f"), {
    code: "Driver",
    message: /^WRONGTYPE .*; INCR of the text were carried out$/,
  });
  await served.rows("EVAL \"for i=1,18 do redis.call('RPUSH', 'l', i..string.rep('x', 1000000)) end\" 0");
  await rejects(served.rows("INCR a\nLRANGE l 0 -1"), { code: "Driver", message: /exceed.*; INCR of the text were/ });
});
