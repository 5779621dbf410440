import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { RedisServer } from "../../../../../drivers/redis/testing/redis_server.ts";
import { SealedStorage } from "../../secure/sealed_storage.ts";
import { driverService, kill, openLink, withPidFile } from "../testing/drivers.ts";
import { FaultyLink } from "../testing/faulty_link.ts";
import { KeySession } from "./key_session.ts";
import { DriverSecureStorage } from "./secure_storage.ts";

let server: RedisServer, stores = 0;
Deno.test.beforeAll(async () => {
  server = await RedisServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

const link = () => openLink(driverService("redis"), values());
const values = () => ({ host: "127.0.0.1", port: String(server.port) });
const prefix = () => `p${++stores}:`;
const bytes = (text: string) => new TextEncoder().encode(text);
const textOf = (found: { value: Uint8Array } | null) => found === null ? null : new TextDecoder().decode(found.value);

Deno.test("DriverSecureStorage.set() lets one of the servers win that compare with one version, at each of many steps", async () => {
  const one = prefix();
  const storages = await Promise.all(
    Array.from({ length: 3 }, async () => DriverSecureStorage.open(await link(), one)),
  );
  let count = 0;
  await Promise.all(storages.map(async (storage) => {
    for (let won = 0; won < 15;) {
      const found = await storage.get("counter");
      const next = String(Number(textOf(found) ?? "0") + 1);
      if (!(await storage.set("counter", bytes(next), found?.version ?? 0)).ok) continue;
      won++;
      count++;
    }
  }));
  for (const storage of storages) {
    const found = await storage.get("counter");
    deepStrictEqual([textOf(found), found?.version], [String(count), count]);
    await storage[Symbol.asyncDispose]();
  }
  equal(count, 45);
});

Deno.test("DriverSecureStorage.set() says truly whether it won, whichever call another server sets the secret after", async () => {
  const one = prefix(), faulty = new FaultyLink(await link());
  await using storage = await DriverSecureStorage.open(faulty, one);
  await using other = await DriverSecureStorage.open(await link(), one);
  let n = 0;
  for (let isMet = true; isMet; isMet = !faulty.isPlanted) {
    const name = `secret ${++n}`;
    await other.set(name, bytes("first"));
    faulty.plant(n, () => other.set(name, bytes("other")));
    const isSet = (await storage.set(name, bytes("own"), 1)).ok;
    const found = await other.get(name);
    if (faulty.isPlanted) deepStrictEqual([isSet, textOf(found)], [true, "own"]);
    else deepStrictEqual([textOf(found), found?.version], ["other", isSet ? 3 : 2], `after call ${n}`);
  }
  ok(n > 4, `${n} calls`);
});

Deno.test("DriverSecureStorage sets and removes once when its session is lost after a call, whichever it is", async () => {
  const faulty = new FaultyLink(await link());
  await using storage = await DriverSecureStorage.open(faulty, prefix());
  let n = 0;
  for (let isLost = true; isLost; isLost = !faulty.isPlanted) {
    const name = `secret ${++n};`;
    faulty.plant(n, "after");
    deepStrictEqual(await storage.set(name, bytes("a"), 0), { ok: true, version: 1 });
    deepStrictEqual(await storage.set(name, bytes("b"), 1), { ok: true, version: 2 });
    deepStrictEqual(await storage.set(name, bytes("c"), 1), { ok: false });
    equal(textOf(await storage.get(name)), "b");
    await storage.delete(name);
    equal(await storage.get(name), null);
    deepStrictEqual(await storage.set(name, bytes("d"), 0), { ok: true, version: 1 });
    deepStrictEqual(await storage.list(name), [name]);
  }
  ok(n > 20, `it lost ${n} sessions`);
});

Deno.test("DriverSecureStorage has what was set when its driver is killed in the middle of calls", async () => {
  const folder = await Deno.makeTempDir(), pidFile = `${folder}/pid`;
  await using storage = await DriverSecureStorage.open(
    await openLink(withPidFile(driverService("redis"), pidFile), values()),
    prefix(),
  );
  for (let round = 0; round < 4; round++) {
    const setting = Array.from({ length: 5 }, (_, at) => storage.set(`s${at}`, bytes(`${round}`), round));
    await kill(pidFile);
    deepStrictEqual(await Promise.all(setting), setting.map(() => ({ ok: true, version: round + 1 })));
  }
  deepStrictEqual(await storage.list(""), ["s0", "s1", "s2", "s3", "s4"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("DriverSecureStorage leaves no older value, and SealedStorage no plain one, in the store", async () => {
  const own = await link(), one = prefix();
  await using storage = await SealedStorage.open(await DriverSecureStorage.open(own, one), {
    kind: "passphrase",
    passphrase: "correct horse battery staple",
  });
  for (const value of ["planted-first", "planted-second", "planted-third"]) await storage.set("a", bytes(value));
  await using plain = await DriverSecureStorage.open(await link(), one);
  await plain.set("b", bytes("planted-first"));
  await plain.set("b", bytes("planted-second"));
  await plain.delete("b");
  const texts = await own.run(async (session) => {
    const keys = new KeySession(session, 10_000, true);
    return await keys.read(await keys.scan(one));
  });
  ok(texts.length >= 5);
  const all = texts.join("\n");
  for (const value of ["planted-first", "planted-second", "planted-third"]) {
    ok(!all.includes(value) && !all.includes(bytes(value).toBase64()), `${value} is still there`);
  }
  equal(textOf(await storage.get("a")), "planted-third");
});

Deno.test("SealedStorage.open() has one data key for servers that start at once with empty secrets", async () => {
  const one = prefix(), key = { kind: "passphrase", passphrase: "correct horse battery staple" } as const;
  const storages = await Promise.all(Array.from({ length: 3 }, async () => {
    return await SealedStorage.open(await DriverSecureStorage.open(await link(), one), key);
  }));
  await Promise.all(storages.map((storage, at) => storage.set(`from ${at}`, bytes(`value ${at}`), 0)));
  for (const storage of storages) {
    for (const at of storages.keys()) equal(textOf(await storage.get(`from ${at}`)), `value ${at}`);
  }
  await Promise.all(storages.map((storage) => storage[Symbol.asyncDispose]()));
});

Deno.test("DriverSecureStorage.open() refuses a driver without keys, and says what to use", async () => {
  const opening = async () =>
    await DriverSecureStorage.open(await openLink(driverService("sqlite"), { path: ":memory:" }), "p");
  await rejects(opening, {
    code: "unimplemented",
    message: /lacks listing keys, reading a key, .*: use a driver of a key-value store/,
  });
});
