import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode, type DriverResponseBody, encode, type Layout, LAYOUTS } from "@fluxwire/wire";
import { readVectors } from "../../tests/vectors/vectors.ts";
import { Bench, failure, PROFILE, SESSION } from "./testing/bench.ts";

const VECTORS = readVectors();

function vector(set: string, layout: Layout, name?: RegExp): Uint8Array | undefined {
  const found = VECTORS.find((one) =>
    one.set === set && one.layout === layout && (name === undefined || name.test(one.name))
  );
  return found?.payload;
}

for (const layout of LAYOUTS) {
  Deno.test(`the mock answers Hello in layout ${layout} like the vector`, async () => {
    await using bench = new Bench(layout);
    const answer = await bench.host.exchange(bench.host.payload(bench.host.hello()));
    const expected = vector("mock hello", layout);
    // Layout 0.8 has no vector: it is 0.7.1 with the icon's number increased by one.
    if (expected !== undefined) strictEqual(answer.toHex(), expected.toHex());
    else strictEqual(answer.toHex(), vector("mock hello", "0.7.1")!.toHex().replace("046d6f636b0b", "046d6f636b0c"));
  });

  Deno.test(`the mock opens a session in layout ${layout} like the vector`, async () => {
    await using bench = new Bench(layout);
    await bench.host.ask(bench.host.hello());
    const answer = await bench.host.ask({ body: { type: "OpenSession", profileJson: JSON.stringify(PROFILE) } });
    const body = answer.body as Extract<DriverResponseBody, { type: "SessionOpened" }>;
    strictEqual(body.sessionId, answer.sessionId);
    ok(bench.sessions.has(body.sessionId));
    const expected = vector("opened", layout);
    if (expected === undefined) return;
    const withKnownId = { ...answer, sessionId: SESSION, body: { ...body, sessionId: SESSION } };
    strictEqual(encode("response", layout, withKnownId).toHex(), expected.toHex());
  });

  Deno.test(`the mock answers a select in layout ${layout} like the vector`, async () => {
    await using bench = new Bench(layout, new Set([SESSION]));
    await bench.host.ask(bench.host.hello());
    const request = vector("exec req", layout);
    const payload = request ?? bench.host.payload({
      requestId: 3n,
      sessionId: SESSION,
      body: { type: "Execute", request: { sql: "SELECT * FROM mockdb", params: [] } },
    });
    const { envelope } = decode("response", layout, await bench.host.exchange(payload));
    const { result } = envelope.body as Extract<DriverResponseBody, { type: "ExecuteResult" }>;
    deepStrictEqual(result.rows, [
      ["key1", "value1"],
      ["key2", "value2"],
      ["users:1", '{"id": 1, "name": "Alice"}'],
      ["users:2", '{"id": 2, "name": "Bob"}'],
    ]);
    const expected = vector("exec res", layout);
    if (expected === undefined) return;
    const oneRow = {
      ...envelope,
      body: { type: "ExecuteResult" as const, result: { ...result, rows: [["key1", "value1"]] } },
    };
    strictEqual(encode("response", layout, oneRow).toHex(), expected.toHex());
  });

  Deno.test(`the mock answers the plain requests in layout ${layout} like the vectors`, async () => {
    await using bench = new Bench(layout, new Set([SESSION]));
    await bench.host.ask(bench.host.hello());
    const exchange = async (request: RegExp, response: RegExp) => {
      const [payload, expected] = [vector("common", layout, request), vector("common", layout, response)];
      if (payload === undefined || expected === undefined) return;
      strictEqual((await bench.host.exchange(payload)).toHex(), expected.toHex(), request.source);
    };
    await exchange(/^Ping req/, /^Pong res/);
    await exchange(/^Schema req/, /^Schema res/);
    await exchange(/^CloseSession req/, /^SessionClosed res/);
    const list = await bench.host.exchange(
      bench.host.payload({ requestId: 2n, sessionId: SESSION, body: { type: "ListDatabases" } }),
    );
    const expected = vector("common", layout, /^Databases res/);
    if (expected !== undefined) strictEqual(list.toHex(), expected.toHex());
  });

  Deno.test(`the mock answers requests of layout ${layout} with the real client's omissions`, async () => {
    await using bench = new Bench(layout);
    const sessionId = await bench.open();
    const unsupported = failure("UnsupportedMethod", "Method not implemented in this example driver");
    for (const name of [/^BrowseTable none/, /^CountTable none/, /^CountCollection none/, /^UpdateRow untyped/]) {
      const payload = VECTORS.find((one) => one.layout === layout && name.test(one.name))?.payload;
      if (payload === undefined) continue;
      deepStrictEqual(
        decode("response", layout, await bench.host.exchange(payload)).envelope.body,
        unsupported,
        name.source,
      );
    }
    const editor = encode("request", layout, {
      protocolVersion: bench.host.version,
      requestId: 9n,
      sessionId,
      body: { type: "Execute", request: { sql: "select", params: [], executionContext: { database: "mockdb" } } },
    }, { faithful: true });
    strictEqual(decode("response", layout, await bench.host.exchange(editor)).envelope.body.type, "ExecuteResult");
  });

  Deno.test(`the mock answers an unreadable body in layout ${layout}, and goes on`, async () => {
    await using bench = new Bench(layout);
    await bench.host.ask(bench.host.hello());
    const unsupported = failure("UnsupportedMethod", "Method not implemented in this example driver");
    const execute = bench.host.payload({
      requestId: 5n,
      body: { type: "Execute", request: { sql: "abc", params: [] } },
    });
    const bodies = [
      vector("common", layout, /^InsertDocument/),
      vector("common", layout, /^CountCollection filter json/),
      unknownVariant(bench.host.payload({ requestId: 77n, body: { type: "Ping" } })),
      execute.slice(0, execute.lastIndexOf("b".charCodeAt(0)) + 1),
    ];
    for (const payload of bodies.filter((one) => one !== undefined)) {
      const { envelope } = decode("response", layout, await bench.host.exchange(payload));
      deepStrictEqual(envelope.body, unsupported);
    }
    deepStrictEqual((await bench.host.ask({ body: { type: "Ping" } })).body, { type: "Pong" });
  });
}

/** The variant number is the last byte of a Ping. */
function unknownVariant(ping: Uint8Array): Uint8Array {
  const at = ping.lastIndexOf(3);
  const changed = ping.slice();
  changed[at] = 56;
  return changed;
}
