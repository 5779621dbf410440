import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { OwnSettings } from "../../server/own_settings.ts";
import { addressFrom } from "./address_settings.ts";

const of = (settings: Record<string, string | number>) =>
  addressFrom(new OwnSettings("driver-event-storage", settings));

Deno.test("addressFrom() takes a url apart, and settings before its parts", async () => {
  const { config, name } = await of({
    url: "postgres://ann:p%40ss@db.example:6000/shop",
    password: "other",
    user: "eve",
  });
  const { host, port, user, password, database, ssl } = config;
  deepStrictEqual([host, port, user, password, database], ["db.example", 6000, "eve", "other", "shop"]);
  deepStrictEqual(ssl, { rejectUnauthorized: true });
  equal(name, "PostgreSQL at db.example:6000/shop");
  equal((await of({ url: "postgresql://ann:p%40ss@[::1]/shop" })).config.password, "p@ss");
});

Deno.test("addressFrom() encrypts unless the server is of this machine", async () => {
  for (const host of ["/run/postgresql", "localhost", "::1", "127.0.0.1"]) {
    equal((await of({ host })).config.ssl, false);
  }
  deepStrictEqual((await of({ host: "db" })).config.ssl, { rejectUnauthorized: true });
  deepStrictEqual((await of({ host: "db", tls: "require" })).config.ssl, { rejectUnauthorized: false });
  equal((await of({ host: "db", tls: "off" })).config.ssl, false);
  equal(
    (await of({ host: "/run/postgresql", port: "5433" })).name,
    "PostgreSQL at /run/postgresql/.s.PGSQL.5433/postgres",
  );
});

Deno.test("addressFrom() refuses what it cannot use, without showing a secret", async () => {
  const wrong: [Record<string, string | number>, RegExp][] = [
    [{ url: "mysql://ann:hunter2@db/shop" }, /must be postgres:/],
    [{ url: "postgres://ann:hunter2%@db/shop" }, /write %25/],
    [{ url: "postgres://ann:hunter2@db/shop?sslmode=off" }, /write them as settings/],
    [{ port: 70_000 }, /port is 70000: it must be an integer from 1 to 65535/],
    [{ tls: "maybe" }, /one of off, require, verify/],
    [{ ca: "/nonexistent/ca.pem" }, /Cannot read the authorities/],
  ];
  for (const [settings, text] of wrong) {
    const error = await of(settings).then(() => null, (error) => error);
    match(String(error?.message), text);
    ok(!Deno.inspect(error).includes("hunter2"), text.source);
  }
});
