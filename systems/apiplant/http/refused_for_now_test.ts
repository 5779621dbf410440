import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { StorageError } from "../storage/roles.ts";
import { A, posts, refused } from "./testing/refused.ts";
import { Served } from "./testing/served.ts";

Deno.test("refusal: 429 rate says how long to wait", async () => {
  await using server = await Served.start({ config: "[limits]\nrate = 3" });
  const statuses = await Promise.all(Array.from({ length: 12 }, () => server.ask("/")));
  const limited = statuses.filter(({ status }) => status === 429);
  ok(limited.length >= 1 && limited.length < 12, `${limited.length}`);
  refused(limited[0]!, 429, "rate");
  equal(limited[0]!.headers.get("retry-after"), "1");
});

/** A log in memory that fails as the test says. */
class FailingLog extends MemoryEventStorage {
  fails: "append" | "read" | "defect" | null = null;

  override append(...parameters: Parameters<MemoryEventStorage["append"]>): ReturnType<MemoryEventStorage["append"]> {
    if (this.fails === "append") return Promise.reject(new StorageError("unavailable", "no answer"));
    return super.append(...parameters);
  }

  override read(...parameters: Parameters<MemoryEventStorage["read"]>): ReturnType<MemoryEventStorage["read"]> {
    if (this.fails === "defect") return Promise.reject(new TypeError("the secret reason"));
    if (this.fails === "read") return Promise.reject(new StorageError("unavailable", "no answer"));
    return super.read(...parameters);
  }
}

Deno.test("refusal: 500 internal tells the client nothing but the request's id, under which the reason is kept", async () => {
  const log = new FailingLog();
  await using server = await posts({ log });
  log.fails = "defect";
  const got = await server.ask(`${A}/history`, { headers: { "x-request-id": "req-1" } });
  log.fails = null;
  refused(got, 500, "internal");
  ok(!got.text.includes("secret"));
  deepStrictEqual(server.records.map(({ code, message, requestId }) => [code, message, requestId]), [
    ["internal", "the secret reason", "req-1"],
  ]);
});

Deno.test("refusal: 503 storage while a storage is out of reach, and for a min-seq that does not come", async () => {
  const log = new FailingLog();
  await using server = await posts({ log });
  log.fails = "read";
  const got = await server.ask(`${A}/history`);
  log.fails = null;
  refused(got, 503, "storage");
  equal(got.headers.get("retry-after"), "1");
  equal((await server.ask(`${A}?min-seq=2`)).status, 200);
  const waiting = server.ask(`${A}?min-seq=3`);
  await server.ask(A, { method: "PATCH", body: { title: "x" } });
  equal((await waiting).body.revision, 3);
});

Deno.test("refusal: 503 contention when an instance changes each time that its hook has run", async () => {
  let version = 0;
  const change = () =>
    server.core.writer.write({
      operations: [{ op: "patch", model: "post", id: "a", data: { slug: `s${version++}` } }],
      batch: false,
      actor: "other",
      requestId: "other",
      signal: new AbortController().signal,
    });
  let inner = false;
  await using server = await posts({
    pre: async () => {
      if (inner) return undefined;
      inner = true;
      await change();
      inner = false;
      return undefined;
    },
  });
  await server.ask("/models/post/hooks/preUpdate", { method: "PUT", body: { kind: "script", source: "" } });
  refused(await server.ask(A, { method: "PATCH", body: { title: "x" } }), 503, "contention");
});

Deno.test("refusal: 504 timeout when the answer to an append does not come in time", async () => {
  const log = new FailingLog();
  await using server = await posts({ log, config: 'request-timeout = "300ms"' });
  log.fails = "append";
  const got = await server.ask(A, { method: "PATCH", body: { title: "x" } });
  refused(got, 504, "timeout");
  log.fails = null;
});

Deno.test("refusal: 504 timeout when a body comes too slowly", async () => {
  await using server = await posts({ config: 'request-timeout = "200ms"' });
  const { hostname, port } = new URL(server.serving.url);
  for (const length of ["content-length: 20", "transfer-encoding: chunked"]) {
    using connection = await Deno.connect({ hostname, port: Number(port) });
    const text =
      `POST /models/post/instances HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${length}\r\n\r\n1\r\n{`;
    await connection.write(new TextEncoder().encode(text));
    const buffer = new Uint8Array(4_096), count = await connection.read(buffer);
    match(new TextDecoder().decode(buffer.subarray(0, count ?? 0)), /^HTTP\/1\.1 504 [^]*"code":"timeout"/, length);
  }
});

Deno.test("refusal: 503 read_only while an append is not settled", async () => {
  const log = new FailingLog();
  await using server = await posts({ log, config: 'request-timeout = "300ms"' });
  log.fails = "append";
  await server.ask(A, { method: "PATCH", body: { title: "x" } });
  const got = await server.ask(A, { method: "PATCH", body: { title: "y" } });
  log.fails = null;
  refused(got, 503, "read_only");
});

Deno.test("refusal: 503 stopping for changes of a server that stops", async () => {
  await using server = await posts();
  await server.core.close(AbortSignal.timeout(1_000));
  refused(await server.ask(A, { method: "PATCH", body: { title: "x" } }), 503, "stopping");
});
