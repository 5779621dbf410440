import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";
import type { EventStorageInfo } from "../storage/roles.ts";
import { StorageError } from "../storage/roles.ts";
import type { Event } from "../event/event.ts";
import { claimKeys, eraseAgain, erasedPlace } from "./erased_register.ts";
import { Eraser, type EraserParts } from "./eraser.ts";

const FIELDS: JsonObject = { nick: { type: "String" }, email: { type: "String", personal: true } };
const ONE = "/models/person/instances/a";

/** Secrets that outlive the servers of a test, and whose deletions may fail. */
class Secrets extends MemorySecureStorage {
  fails = false;
  readonly #deleted: (() => void)[] = [];

  /** Resolves when a deletion was tried the next time. */
  tried(): Promise<void> {
    return new Promise((resolve) => this.#deleted.push(resolve));
  }

  override delete(name: string): void {
    for (const resolve of this.#deleted.splice(0)) resolve();
    if (this.fails) throw new StorageError("unavailable", "no answer");
    super.delete(name);
  }
}

async function people(log: MemoryEventStorage, secure: Secrets): Promise<Served> {
  const server = await Served.start({ log, secure });
  await server.define("person", FIELDS, { idKind: "any" });
  await server.create("person", { id: "a", nick: "ada", email: "ada@example.org" });
  return server;
}

const keysOf = (secure: Secrets) => secure.list("subject/");
const emailOf = async (server: Served, query = "") => ((await server.ask(ONE + query)).body.data as JsonObject).email;

Deno.test("Eraser hides erased data at once while the key cannot be deleted, and deletes it when it can", async () => {
  const log = new MemoryEventStorage(), secure = new Secrets();
  await using server = await people(log, secure);
  equal(keysOf(secure).length, 1);
  secure.fails = true;
  const failed = secure.tried();
  const answer = server.core.writer.write({
    operations: [{ op: "erase", model: "person", id: "a" }],
    batch: false,
    actor: "a",
    requestId: "r",
    signal: new AbortController().signal,
  });
  const { seq: [seq] } = await answer;
  await failed;
  deepStrictEqual([await emailOf(server), await emailOf(server, "?at=2")], [null, null]);
  equal(keysOf(secure).length, 1);
  // New data has a key of its own, which no late deletion takes.
  await server.ask(ONE, { method: "PATCH", body: { email: "new@example.org" } });
  secure.fails = false;
  await server.core.erased(seq, new AbortController().signal);
  equal(keysOf(secure).length, 1);
  deepStrictEqual([await emailOf(server), await emailOf(server, "?at=2")], ["new@example.org", null]);
  deepStrictEqual(server.records.map(({ code }) => code), ["erase"]);
});

Deno.test("Eraser ends at the next start what a server did not, before it serves", async () => {
  const log = new MemoryEventStorage(), secure = new Secrets();
  {
    await using server = await people(log, secure);
    secure.fails = true;
    const failed = secure.tried();
    await server.core.writer.write({
      operations: [{ op: "erase", model: "person", id: "a" }],
      batch: false,
      actor: "a",
      requestId: "r",
      signal: new AbortController().signal,
    });
    await failed;
  }
  equal(keysOf(secure).length, 1);
  await rejects(Served.start({ log, secure }), (error) => error instanceof StorageError);
  secure.fails = false;
  await using again = await Served.start({ log, secure });
  deepStrictEqual(keysOf(secure), []);
  equal(await emailOf(again), null);
});

Deno.test("Eraser deletes the keys of a model that goes; a new one of its name keeps its own", async () => {
  const log = new MemoryEventStorage(), secure = new Secrets();
  await using server = await people(log, secure);
  const deleted = await server.ask("/models/person", { method: "DELETE" });
  await server.define("person", FIELDS, { idKind: "any" });
  await server.create("person", { id: "a", email: "new@example.org" });
  await server.core.erased(Number(deleted.headers.get("x-seq")), new AbortController().signal);
  equal(keysOf(secure).length, 1);
  equal(await emailOf(server), "new@example.org");
});

Deno.test("Eraser erases again behind a restore, with secrets that have the keys still", async () => {
  const log = new MemoryEventStorage(), secure = new Secrets(), [name, kept] = [[] as string[], [] as Uint8Array[]];
  {
    await using server = await people(log, secure);
    for (const one of keysOf(secure)) {
      name.push(one);
      kept.push(secure.get(one)!.value);
    }
    equal((await server.ask(`${ONE}/erase`, { method: "POST" })).status, 202);
  }
  deepStrictEqual(keysOf(secure), []);
  for (const [at, one] of name.entries()) secure.set(one, kept[at]!);
  await eraseAgain(log);
  await using again = await Served.start({ log, secure });
  deepStrictEqual(keysOf(secure), []);
  equal(await emailOf(again, "?at=2"), null);
  ok((await erasedPlace(log))!.erased >= 3);
});

Deno.test("a change that is refused leaves no key", async () => {
  const log = new MemoryEventStorage(), secure = new Secrets();
  await using server = await people(log, secure);
  const stale = { method: "PUT", body: { email: "x@example.org" }, headers: { "if-none-match": "*" } };
  refused(await server.ask(ONE, stale), 412, "revision");
  const ops = [
    { op: "create", model: "person", id: "b", data: { email: "b@example.org" } },
    { op: "create", model: "person", id: "c", data: { email: 1 } },
  ];
  refused(await server.ask("/batch", { body: { ops } }), 422, "validation");
  equal(keysOf(secure).length, 1);
});

/** A log whose servers must keep what they know. */
class LastingLog extends MemoryEventStorage {
  override info(): EventStorageInfo {
    return { ...super.info(), durable: "disk" };
  }
}

Deno.test("personal fields are refused where secrets end with the process and the log does not", async () => {
  const log = new LastingLog(), secure = new Secrets();
  {
    await using server = await Served.start({ log, secure });
    const body = { id: "person", fields: FIELDS };
    const got = await server.ask("/models", { body });
    refused(got, 422, "validation");
    await server.define("plain", {});
  }
  {
    await using server = await Served.start({ log, secure, keepsSecrets: true });
    await server.define("person", FIELDS);
  }
  await rejects(Served.start({ log, secure }), /set drivers.secure/);
});

Deno.test("a server whose secure storage is not that of the log's keys does not start", async () => {
  const log = new MemoryEventStorage(), secure = new Secrets();
  await (await people(log, secure))[Symbol.asyncDispose]();
  await rejects(Served.start({ log, secure: new Secrets() }), /Another secure storage has the keys/);
});

/** A log that several servers of one test follow. */
class FollowedLog extends MemoryEventStorage {
  override info(): EventStorageInfo {
    return { ...super.info(), shared: true };
  }
}

Deno.test("two servers with the same secrets read each other's personal data, and neither reads it once one has erased", async () => {
  const log = new FollowedLog(), secure = new Secrets(), signal = AbortSignal.timeout(60_000);
  await using one = await people(log, secure);
  await using other = await Served.start({ log, secure });
  deepStrictEqual([await emailOf(other), await emailOf(other, "?at=2")], ["ada@example.org", "ada@example.org"]);
  const taken = { body: { id: "b", email: "b@example.org" }, headers: { "idempotency-key": "once" } };
  equal((await one.ask("/models/person/instances", taken)).status, 201);
  await other.core.applied(3, signal);
  const again = await other.ask("/models/person/instances", taken);
  deepStrictEqual([again.status, again.headers.get("idempotency-replayed")], [201, "true"]);
  // The key is still there: what counts is that the log says it.
  secure.fails = true;
  const { seq: [seq] } = await one.core.writer.write({
    operations: [{ op: "erase", model: "person", id: "a" }],
    batch: false,
    actor: "a",
    requestId: "r",
    signal,
  });
  await other.core.applied(seq, signal);
  deepStrictEqual([await emailOf(other), await emailOf(other, "?at=2")], [null, null]);
  secure.fails = false;
  await Promise.all([one, other].map((server) => server.core.erased(seq, signal)));
  equal(keysOf(secure).length, 1);
});

Deno.test("Eraser does an erasure that comes in any step of the end of the one before", async () => {
  const erased = (seq: number) => [{ kind: "instance.erased", model: "person", instance: "a", seq }] as Event[];
  for (let steps = 0; steps < 60; steps++) {
    const log = new MemoryEventStorage();
    await claimKeys(log, "these");
    const erase = async (_model: string, _instance: string, seq: number) => {
      if (seq > 1) return;
      void (async () => {
        for (let step = 0; step < steps; step++) await null;
        eraser.applied(erased(2));
      })();
      await null;
    };
    const keys = { forget: () => {}, erase };
    const eraser: Eraser = new Eraser({ log, personal: { keys }, clock: SYSTEM_CLOCK } as unknown as EraserParts);
    eraser.applied(erased(1));
    await eraser.done(2, new AbortController().signal);
    await eraser.close();
  }
});
