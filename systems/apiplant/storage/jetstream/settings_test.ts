import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { OwnSettings } from "../../server/own_settings.ts";
import { settingsFrom } from "./settings.ts";

const of = (settings: Record<string, string | number>) =>
  settingsFrom(new OwnSettings("driver-event-storage", settings));

Deno.test("settingsFrom() has defaults for a server of this machine, and encrypts to others", async () => {
  deepStrictEqual(await of({}), {
    connection: { servers: ["127.0.0.1:4222"] },
    name: "The stream apiplant of NATS at 127.0.0.1:4222",
    stream: "apiplant",
    replicas: 1,
    durable: "disk",
    monitors: [],
  });
  const { connection, monitors, replicas } = await of({
    servers: "nats://a.example:4222, b.example",
    user: "ann",
    password: "pw",
    monitor: "http://a.example:8222,http://b.example:8222",
    replicas: "3",
  });
  deepStrictEqual(connection, { servers: ["a.example:4222", "b.example"], user: "ann", pass: "pw", tls: {} });
  deepStrictEqual([monitors, replicas], [["http://a.example:8222", "http://b.example:8222"], 3]);
  equal((await of({ servers: "a.example", tls: "off" })).connection.tls, undefined);
  deepStrictEqual((await of({ servers: "localhost:4222", tls: "verify" })).connection.tls, {});
});

Deno.test("settingsFrom() refuses what it cannot use, without showing a secret", async () => {
  const wrong: [Record<string, string | number>, RegExp][] = [
    [{ servers: "nats://ann:hunter2@db:4222" }, /servers must be HOST:PORT/],
    [{ servers: "a b" }, /servers must be HOST:PORT/],
    [{ stream: "a.b" }, /stream must be 1 to 64 letters/],
    [{ replicas: 7 }, /replicas is 7: it must be an integer from 1 to 5/],
    [{ durable: "never" }, /durable is a string: it must be one of disk, process/],
    [{ tls: "require" }, /tls is a string: it must be one of off, verify/],
    [{ credentials: "/nonexistent/user.creds" }, /Cannot read the credentials in \/nonexistent/],
    [{ tls: "verify", ca: "/nonexistent/ca.pem" }, /Cannot read the authorities in \/nonexistent/],
  ];
  for (const [settings, text] of wrong) {
    const error = await of(settings).then(() => null, (error) => error);
    match(String(error?.message), text);
    ok(!Deno.inspect(error).includes("hunter2"), text.source);
  }
});
