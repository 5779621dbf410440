import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { encode } from "../codec.ts";
import type { AuditEventEmitDto, DriverResponseBody } from "../dto.ts";
import { ConnectionError, ManualClock, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "../errors.ts";
import { open } from "./scripted_driver_test.ts";

const AUDIT: AuditEventEmitDto = {
  tsMs: 0n,
  level: "Info",
  category: "Query",
  action: "run",
  outcome: "Success",
  summary: "It ran",
};

Deno.test("DriverClient.call() counts ids up from Hello's 0 and pairs answers with requests in any order", async () => {
  const [client, driver] = await open();
  const calls = [client.ping(), client.call({ type: "ListDatabases" }), client.call({ type: "ActiveDatabase" })];
  const requests = [await driver.next(), await driver.next(), await driver.next()];
  deepEqual(requests.map(({ requestId }) => requestId), [1n, 2n, 3n]);
  await driver.answer(requests[2]!, { type: "ActiveDatabaseResult", database: "a" });
  await driver.answer(requests[0]!, { type: "Pong" });
  await driver.answer(requests[1]!, { type: "Databases", databases: [] });
  const [pong, databases, active] = await Promise.all(calls);
  equal(pong, undefined);
  deepEqual(databases?.body, { type: "Databases", databases: [] });
  deepEqual(active?.body, { type: "ActiveDatabaseResult", database: "a" });
  client.close();
});

Deno.test("DriverClient.call() rejects with the driver's error, and the connection lives", async () => {
  const [client, driver] = await open();
  const call = client.ping();
  await driver.answer(await driver.next(), { type: "Error", code: "Transport", message: "Gone", retriable: true });
  await rejects(call, (error) => {
    ok(error instanceof RpcError);
    deepEqual([error.code, error.message, error.retriable], ["Transport", "Gone", true]);
    return true;
  });
  const next = client.ping();
  await driver.answer(await driver.next(), { type: "Pong" });
  await next;
  client.close();
});

Deno.test("DriverClient.call() is given up after timeoutMs, and its late answer is dropped", async () => {
  const clock = new ManualClock();
  const [client, driver] = await open({ clock });
  const call = client.call({ type: "Ping" }, { timeoutMs: 70 });
  const late = await driver.next();
  clock.advance(70);
  await rejects(
    call,
    new ConnectionError(
      "Timeout",
      "Cannot finish Ping: no answer within timeoutMs 70; the driver may still be working on it",
    ),
  );
  const next = client.call({ type: "ListDatabases" });
  await driver.answer(late, { type: "Pong" });
  await driver.answer(await driver.next(), { type: "Databases", databases: [] });
  equal((await next).requestId, 2n);
  client.close();
});

Deno.test("DriverClient.call() is given up when its signal aborts", async () => {
  const [client, driver] = await open();
  const controller = new AbortController();
  const call = client.call({ type: "Ping" }, { signal: controller.signal });
  const late = await driver.next();
  const reason = new Error("no longer wanted");
  controller.abort(reason);
  await rejects(call, reason);
  await rejects(client.call({ type: "Ping" }, { signal: controller.signal }), reason);
  await driver.answer(late, { type: "Pong" });
  const next = client.ping();
  await driver.answer(await driver.next(), { type: "Pong" });
  await next;
  client.close();
});

Deno.test("DriverClient.call() refuses more than maxInFlight requests", async () => {
  const [client, driver] = await open({ limits: { maxInFlight: 2 } });
  const calls = [client.ping(), client.ping()];
  await rejects(
    client.ping(),
    new RangeError("Cannot call Ping: 2 requests in flight reach maxInFlight 2; wait for one to end"),
  );
  for (const _ of calls) await driver.answer(await driver.next(), { type: "Pong" });
  await Promise.all(calls);
  client.close();
});

Deno.test("DriverClient.call() rejects a request that the layout cannot carry, and sends nothing", async () => {
  const [client, driver] = await open();
  await rejects(client.call({ type: "Cancel", handleId: "no uuid" }), MalformedError);
  const next = client.ping();
  const request = await driver.next();
  deepEqual([request.requestId, request.body.type], [1n, "Ping"]);
  await driver.answer(request, { type: "Pong" });
  await next;
  client.close();
});

Deno.test("DriverClient ends on an answer without a request", async () => {
  const [client, driver] = await open();
  const call = client.ping();
  await driver.answer(await driver.next(), { type: "Pong" }, { requestId: 9n });
  const error = new ProtocolError("RequestIdMismatch", "Cannot accept answer: it has request id 9, in flight is 1");
  await rejects(call, error);
  deepEqual(await client.closed, error);
  await rejects(client.ping(), error);
});

Deno.test("DriverClient ends on an answer with another version, except in layout 0.4", async () => {
  const changes = { protocolVersion: { major: 1, minor: 0 } };
  const [client, driver] = await open();
  const call = client.ping();
  await driver.answer(await driver.next(), { type: "Pong" }, changes);
  await rejects(
    call,
    new ProtocolError("VersionDrift", "Cannot accept answer to Ping: it has version 1.0, Hello settled 1.2"),
  );

  const [old, oldDriver] = await open({ layout: "0.4" });
  const oldCall = old.ping();
  await oldDriver.answer(await oldDriver.next(), { type: "Pong" }, changes);
  await oldCall;
  old.close();
});

Deno.test("DriverClient ends on the wrong answer, on a chunk, and on an audit event that claims to be the answer", async () => {
  const wrong: DriverResponseBody[] = [
    { type: "SessionClosed" },
    { type: "QueryChunk", chunkIndex: 0, rows: [], done: false },
    { type: "EmitAuditEvent", ...AUDIT },
  ];
  for (const body of wrong) {
    const [client, driver] = await open();
    const call = client.ping();
    await driver.answer(await driver.next(), body);
    await rejects(
      call,
      new ProtocolError(
        "UnexpectedResponse",
        `Cannot accept answer to Ping: expected Pong or Error, found ${body.type}`,
      ),
    );
    ok(await client.closed instanceof ProtocolError);
  }
});

Deno.test("DriverClient waits for the whole result after chunks of it", async () => {
  const [client, driver] = await open();
  const call = client.call({ type: "Execute", request: { sql: "SELECT 1", params: [] } });
  const request = await driver.next();
  const rows = [[1n]];
  await driver.answer(request, { type: "QueryChunk", chunkIndex: 0, rows, done: false }, { done: false });
  const result = { shape: "Table", columns: [], rows: [[1n]], executionTimeMs: 0n } as const;
  await driver.answer(request, { type: "ExecuteResult", result: { ...result, columns: [], rows } });
  deepEqual((await call).body.result.rows, rows);
  client.close();
});

Deno.test("DriverClient passes audit events on and waits for the answer", async () => {
  const events: AuditEventEmitDto[] = [];
  const [client, driver] = await open({ onAudit: (event) => events.push(event) });
  const call = client.ping();
  const request = await driver.next();
  await driver.answer(request, { type: "EmitAuditEvent", ...AUDIT }, { done: false });
  await driver.answer(request, { type: "Pong" });
  await call;
  deepEqual(events.map(({ summary }) => summary), ["It ran"]);
  client.close();
});

Deno.test("DriverClient fails the call whose answer cannot be read, and lives", async () => {
  const [client, driver] = await open();
  const call = client.ping();
  await driver.next();
  await driver.sendPayload(Uint8Array.of(1, 2, 1, 0, 1, 99));
  await rejects(call, (error) => error instanceof MalformedError && error.header?.requestId === 1n);
  const next = client.ping();
  await driver.answer(await driver.next(), { type: "Pong" });
  await next;
  client.close();
});

Deno.test("DriverClient ends on an answer without a readable header", async () => {
  const [client, driver] = await open();
  const call = client.ping();
  await driver.next();
  await driver.sendPayload(Uint8Array.of(1, 2, 1, 7));
  await rejects(call, (error) => error instanceof ProtocolError && error.code === "HeaderUnreadable");
  ok(await client.closed instanceof ProtocolError);
});

Deno.test("DriverClient ends on an answer of the other codec", async () => {
  for (const [ours, theirs] of [["0.7.1", "0.6"], ["0.6", "0.7.1"]] as const) {
    const [client, driver] = await open({ layout: ours });
    const call = client.ping();
    const { protocolVersion, requestId } = await driver.next();
    const pong = { protocolVersion, requestId, done: true, body: { type: "Pong" } } as const;
    await driver.sendPayload(encode("response", theirs, pong));
    await rejects(call, (error) => error instanceof ProtocolError && error.code === "WrongCodec", `${ours} ${theirs}`);
  }
});

Deno.test("DriverClient rejects every call in flight when the driver leaves", async () => {
  const [client, driver] = await open();
  const calls = [client.ping(), client.call({ type: "Schema" })];
  await driver.next();
  driver.close();
  const [ping, schema] = await Promise.allSettled(calls);
  deepEqual(ping, {
    status: "rejected",
    reason: new ConnectionError("ConnectionClosed", "Cannot finish Ping: the driver has closed the connection"),
  });
  equal(schema?.status, "rejected");
  equal(await client.closed, null);
});

Deno.test("DriverClient.close() rejects calls in flight and later ones", async () => {
  const [client, driver] = await open();
  const call = client.ping();
  await driver.next();
  client.close();
  const error = new ConnectionError("ConnectionClosed", "Cannot finish Ping: this end has closed the connection");
  await rejects(call, error);
  await rejects(client.ping(), error);
});

Deno.test("openClient() with faithful leaves out the same parts as the real client", async () => {
  const [client, driver] = await open({ faithful: true });
  const request = {
    type: "CountTable",
    request: { table: { schema: null, name: "t" }, filter: null, semanticFilter: null },
  } as const;
  const call = client.call(request);
  const payload = await driver.nextPayload();
  // PROTOCOL.md#hazards, H1: CountTable without a filter ends with the filter's tag.
  equal(payload.toHex(), "01020100001000017400");
  client.close();
  await rejects(call, ConnectionError);
});
