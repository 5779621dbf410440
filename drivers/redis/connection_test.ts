import { deepStrictEqual, match, ok, rejects } from "node:assert/strict";
import { formFields } from "@fluxwire/wire/client";
import { untilBlocked } from "./testing/blocked.ts";
import { toLoss } from "./failure.ts";
import { Served } from "./testing/served.ts";

Deno.test("Hello announces the abilities of sessions", async () => {
  await using served = await Served.start();
  const { driverMetadata } = served.client.hello;
  deepStrictEqual(driverMetadata, served.session.opened.metadata);
  deepStrictEqual([driverMetadata.displayName, driverMetadata.deploymentClass], ["Redis (Fluxwire)", "SelfHosted"]);
});

Deno.test("the form names the secret password and depends on no select", async () => {
  await using served = await Served.start();
  const fields = formFields(served.client.hello);
  deepStrictEqual(fields.filter(({ kind }) => kind.type === "Password").map(({ id }) => id), ["password"]);
  ok(fields.every(({ kind }) => kind.type !== "Select"));
});

Deno.test("a session opens over TCP, with a user of ACL and with the server's password", async () => {
  await using served = await Served.start({
    config: ["user default on >everyone ~* +@all", "user reader on >secret ~* +@read +@connection"],
    values: { socket_path: "", password: "everyone" },
  });
  await served.rows("SET a 1");
  const reader = await served.open({ username: "reader", password: "secret" });
  deepStrictEqual((await reader.execute({ sql: "GET a" })).rows, [["1"]]);
  await rejects(reader.execute({ sql: "SET a 2" }), { code: "Driver", message: /^NOPERM / });
});

Deno.test("a refused login has the reason but not the password", async () => {
  await using served = await Served.start({
    config: ["user default on nopass ~* +@all", "user reader on >secret ~* +@read"],
  });
  await rejects(served.open({ username: "reader", password: "guessed" }), (error: Error) => {
    match(error.message, /^Cannot connect to Redis at .*: WRONGPASS /);
    ok(!error.message.includes("guessed"));
    return true;
  });
  const noPassword = { code: "InvalidRequest", message: "Cannot log in as reader: password is empty" };
  await rejects(served.open({ username: "reader" }), noPassword);
});

Deno.test("a session opens over TLS, and only with an authority that is trusted", async () => {
  await using served = await Served.start({ tls: true });
  const tls = { socket_path: "", host: "localhost", tls: "true" };
  const session = await served.open({ ...tls, tls_ca: served.server.authorityPath });
  deepStrictEqual((await session.execute({ sql: "ECHO safe" })).rows, [["safe"]]);
  await rejects(served.open(tls), { code: "Transport", message: /^Cannot connect to Redis at localhost:\d+: .*/ });
  await rejects(served.open({ ...tls, tls_ca: "/none/ca.crt" }), {
    code: "InvalidRequest",
    message: /^Cannot read the CA certificate \/none\/ca\.crt: /,
  });
  const overSocket = await served.open({ tls: "true", tls_ca: "/none/ca.crt" });
  deepStrictEqual((await overSocket.execute({ sql: "ECHO local" })).rows, [["local"]]);
});

Deno.test("a missing server is named, with what to check", async () => {
  await using served = await Served.start();
  await rejects(served.open({ socket_path: "/none/redis.sock" }), {
    code: "Transport",
    message:
      "Cannot connect to Redis at /none/redis.sock: the socket does not exist; see that the server runs, and the path",
  });
  const { port } = served.server;
  await served.server.kill();
  await rejects(served.open({ socket_path: "" }), {
    code: "Transport",
    message:
      `Cannot connect to Redis at 127.0.0.1:${port}: connection refused; see that the server runs, and the host and port`,
  });
  await rejects(served.open({ database: "99" }), { code: "Transport" });
});

Deno.test("a database that the server lacks is refused when the session opens", async () => {
  await using served = await Served.start();
  await rejects(served.open({ database: "99" }), {
    code: "Driver",
    message: "Cannot use database 99: ERR DB index is out of range",
  });
});

Deno.test("a killed server gives a clear error, and once it is back this session and the next one work", async () => {
  await using served = await Served.start();
  const session = await served.open();
  const lost = rejects(session.execute({ sql: "BLPOP none 0" }), {
    code: "Transport",
    retriable: false,
    message:
      /^Lost the connection to Redis at .*; BLPOP may have been carried out: .*; the next command connects again$/,
  });
  await untilBlocked(served.session, 1);
  await served.server.kill();
  await lost;
  await rejects(session.execute({ sql: "PING" }), { code: "Transport", message: /^Cannot connect to Redis at / });
  await served.server.restart();
  deepStrictEqual((await session.execute({ sql: "PING" })).rows, [["PONG"]]);
  const next = await served.open();
  deepStrictEqual((await next.execute({ sql: "PING" })).rows, [["PONG"]]);
});

Deno.test("toLoss() calls a command retriable only if it changes nothing", () => {
  const outcomes = ["GET", "SCAN", "SET", "EVAL", "LPUSH"].map((name) => toLoss(new Error("gone"), "here", [name]));
  deepStrictEqual(outcomes.map(({ retriable }) => retriable), [true, true, false, false, false]);
});

Deno.test("a connection that the server ends in mid-command gives a clear error, and the next command works", async () => {
  await using served = await Served.start();
  const session = await served.open();
  const { rows } = await session.execute({ sql: "CLIENT ID" });
  const lost = rejects(session.execute({ sql: "BLPOP none 0" }), {
    code: "Transport",
    message: /^Lost the connection to Redis at /,
  });
  await untilBlocked(served.session, 1);
  await served.rows(`CLIENT KILL ID ${rows[0]![0]}`);
  await lost;
  deepStrictEqual((await session.execute({ sql: "PING" })).rows, [["PONG"]]);
});

Deno.test("a connection that the server closed is made again, in the same database", async () => {
  await using served = await Served.start();
  const session = await served.open({ database: "7" });
  await session.execute({ sql: "SET a 1" });
  const { rows } = await session.execute({ sql: "CLIENT ID" });
  await served.rows(`CLIENT KILL ID ${rows[0]![0]}`);
  // Whether the driver has noticed the end is a race; both outcomes must work.
  const again = await session.execute({ sql: "GET a" }).catch(() => session.execute({ sql: "GET a" }));
  deepStrictEqual(again.rows, [["1"]]);
});

Deno.test("20 sessions of one driver work side by side", async () => {
  await using served = await Served.start();
  const sessions = await Promise.all(Array.from({ length: 20 }, () => served.open()));
  await Promise.all(sessions.map(async (session) => {
    for (let i = 0; i < 10; i++) await session.execute({ sql: "INCR together" });
  }));
  deepStrictEqual(await served.rows("GET together"), [["200"]]);
  await Promise.all(sessions.map((session) => session.close()));
});
