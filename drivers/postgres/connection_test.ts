import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { PASSWORD } from "./testing/postgres_server.ts";
import { type OpenedSession, Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const IS_ENCRYPTED = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

for (const layout of LAYOUTS) {
  Deno.test(`a session opens in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    strictEqual(opened.client.hello.driverMetadata.id, "fluxwire-postgres");
    deepStrictEqual(await opened.rows(IS_ENCRYPTED), [[false]]);
    await opened.session.ping();
  });
}

Deno.test("Hello announces the abilities of sessions", async () => {
  await using opened = await served.open();
  const { driverMetadata } = opened.client.hello;
  deepStrictEqual(driverMetadata, opened.session.opened.metadata);
  deepStrictEqual(driverMetadata.query?.whereOperators, []);
});

Deno.test("a session opens over TLS when the certificate is good", async () => {
  const values = { host: "localhost", tls: "true", tls_ca: served.server.certificate };
  await using opened = await served.open({ values });
  deepStrictEqual(await opened.rows(IS_ENCRYPTED), [[true]]);
});

Deno.test("an untrusted certificate is refused, unless any is accepted", async () => {
  const values = { host: "localhost", tls: "true" };
  await rejects(served.open({ values }), (error: Error & { code: string }) => {
    strictEqual(error.code, "Transport");
    match(error.message, /^Cannot connect to PostgreSQL at localhost:\d+: .*accept any certificate$/);
    return true;
  });
  await using opened = await served.open({ values: { ...values, tls_any_certificate: "true" } });
  deepStrictEqual(await opened.rows(IS_ENCRYPTED), [[true]]);
});

Deno.test("a session opens over the Unix socket of a folder", async () => {
  await using opened = await served.open({ values: { host: served.server.folder } });
  deepStrictEqual(await opened.rows("SELECT inet_client_addr() IS NULL"), [[true]]);
});

const REFUSED: readonly [string, Record<string, string>, string, RegExp][] = [
  [
    "a wrong password",
    { password: "planted secret" },
    "Driver",
    /^Cannot connect .*: password authentication failed.*28P01/,
  ],
  ["no password", { password: "" }, "Driver", /the server asks for a password: fill it in$/],
  ["an unknown database", { database: "nowhere" }, "Driver", /database "nowhere" does not exist \[SQLSTATE 3D000\]/],
  [
    "a closed port",
    { port: "1" },
    "Transport",
    /at 127\.0\.0\.1:1: .*see that the server runs, and the host and port$/,
  ],
  [
    "a socket that is not there",
    { host: "/nonexistent" },
    "Transport",
    /at \/nonexistent\/\.s\.PGSQL\.\d+: .*see that the server runs/,
  ],
  [
    "a certificate file that is not there",
    { tls: "true", tls_ca: "/nonexistent" },
    "InvalidRequest",
    /^Cannot read the CA/,
  ],
  ["no host", { host: "" }, "InvalidRequest", /^Invalid form values: host is required$/],
];

for (const [what, values, code, text] of REFUSED) {
  Deno.test(`opening with ${what} says so`, async () => {
    await rejects(served.open({ values }), (error: Error & { code: string }) => {
      match(error.message, text);
      strictEqual(error.code, code);
      ok(!error.message.includes("secret") && !error.message.includes(PASSWORD));
      return true;
    });
    ok(!served.log.some((line) => line.includes("planted secret") || line.includes(PASSWORD)));
  });
}

Deno.test("a client certificate logs in where the server asks for one", async () => {
  await using alone = await Served.start();
  const { folder } = alone.server;
  const openssl = async (...args: string[]): Promise<void> => {
    const { success, stderr } = await new Deno.Command("openssl", { args, cwd: folder, stdin: "null" }).output();
    ok(success, new TextDecoder().decode(stderr));
  };
  await openssl(
    "req",
    "-new",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    "own.key",
    "-out",
    "own.csr",
    "-subj",
    "/CN=postgres",
  );
  await openssl(
    "x509",
    "-req",
    "-in",
    "own.csr",
    "-CA",
    "server.crt",
    "-CAkey",
    "server.key",
    "-CAcreateserial",
    "-out",
    "own.crt",
  );
  await using admin = await alone.open();
  await admin.rows(`ALTER SYSTEM SET ssl_ca_file = '${folder}/server.crt'`);
  await Deno.writeTextFile(`${folder}/data/pg_hba.conf`, "hostssl all all 127.0.0.1/32 cert\n");
  await alone.server.restart();
  const tls = { host: "localhost", tls: "true", tls_ca: alone.server.certificate, password: "" };
  await rejects(alone.open({ values: tls }), /connection requires a valid client certificate/);
  await using opened = await alone.open({
    values: { ...tls, tls_certificate: `${folder}/own.crt`, tls_key: `${folder}/own.key` },
  });
  deepStrictEqual(await opened.rows("SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()"), [[
    "/CN=postgres",
  ]]);
});

Deno.test("a server that insists on TLS is answered with the switch to turn", async () => {
  await using alone = await Served.start();
  const rules = `${alone.server.folder}/data/pg_hba.conf`;
  await Deno.writeTextFile(rules, "hostssl all all 127.0.0.1/32 scram-sha-256\n");
  await alone.server.restart();
  await rejects(alone.open(), { code: "Driver", message: /no encryption \[SQLSTATE 28000\]; switch TLS on$/ });
  await using opened = await alone.open({ values: { tls: "true", tls_any_certificate: "true" } });
  deepStrictEqual(await opened.rows(IS_ENCRYPTED), [[true]]);
});

Deno.test("a server process that is killed in mid-statement gives a clear error, and the session connects again", async () => {
  await using opened = await served.open();
  await using killer = await served.open();
  const [[pid]] = await opened.rows("SELECT pg_backend_pid()") as [[bigint]];
  const sleeping = opened.rows("SELECT pg_sleep(1000)");
  const refused = rejects(sleeping, {
    code: "Transport",
    message: "terminating connection due to administrator command [SQLSTATE 57P01]",
  });
  const active = `SELECT state = 'active' FROM pg_stat_activity WHERE pid = ${pid}`;
  while ((await killer.rows(active))[0]![0] !== true);
  await killer.rows(`SELECT pg_terminate_backend(${pid})`);
  await refused;
  await rejects(opened.rows("SELECT 1"), /^RpcError: Connection to PostgreSQL database postgres lost/);
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("a server process killed by SIGKILL ends all others, and every session connects again", async () => {
  await using alone = await Served.start();
  await using opened = await alone.open();
  await using other = await alone.open();
  const [[pid]] = await opened.rows("SELECT pg_backend_pid()") as [[bigint]];
  await opened.rows("CREATE TABLE kept AS SELECT 1 AS n");
  const lost = rejects(opened.rows("SELECT pg_sleep(1000)"), {
    code: "Transport",
    message: /^Connection to PostgreSQL lost: /,
  });
  const active = `SELECT state = 'active' FROM pg_stat_activity WHERE pid = ${pid}`;
  while ((await other.rows(active))[0]![0] !== true);
  Deno.kill(Number(pid), "SIGKILL");
  await lost;
  // The server ends all its processes and recovers; until then, connecting fails with a reason.
  const again = async (session: OpenedSession): Promise<unknown[][]> => {
    for (;;) {
      try {
        return await session.rows("SELECT n FROM kept");
      } catch (error) {
        match((error as Error).message, /PostgreSQL|terminating connection/);
        strictEqual((error as Error & { code: string }).code, "Transport");
      }
    }
  };
  deepStrictEqual(await Promise.all([again(opened), again(other)]), [[[1n]], [[1n]]]);
});

Deno.test("a stopped server gives a clear error, and the next session works when it is back", async () => {
  await using alone = await Served.start();
  await using opened = await alone.open();
  const refused = rejects(opened.rows("SELECT pg_sleep(1000)"), { code: "Transport" });
  await alone.server.restart();
  await refused;
  await using next = await alone.open();
  deepStrictEqual(await next.rows("SELECT 1"), [[1n]]);
});
