import { deepEqual, equal, ok, rejects, strictEqual } from "node:assert/strict";
import { encode } from "../codec.ts";
import { ConnectionError, ManualClock, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { openClient } from "./client.ts";
import { helloBody, ScriptedDriver } from "./scripted_driver_test.ts";

Deno.test("openClient() sends the Hello that the real host of each layout sends", async () => {
  const expected: Record<Layout, [string, string, string]> = {
    "0.4": ["0.4.7", "1.1", "1.1"],
    "0.5": ["0.5.6", "1.1", "1.0 1.1"],
    "0.6": ["0.6.0", "1.2", "1.0 1.1 1.2"],
    "0.7.0": ["0.7.0", "1.2", "1.0 1.1 1.2"],
    "0.7.1": ["0.7.7", "1.2", "1.0 1.1 1.2"],
    "0.8": ["0.8.0-dev.0", "1.2", "1.0 1.1 1.2"],
  };
  for (const [layout, [release, stamp, versions]] of Object.entries(expected)) {
    const [driver, transport] = ScriptedDriver.pair(layout as Layout);
    const opening = openClient(transport, { layout: layout as Layout, token: "secret" });
    const request = await driver.next();
    const text = ({ major, minor }: { major: number; minor: number }) => `${major}.${minor}`;
    ok(request.body.type === "Hello");
    strictEqual(request.requestId, 0n);
    equal(request.sessionId, null);
    equal(request.timeoutMs, null);
    equal(text(request.protocolVersion), stamp);
    equal(request.body.clientName, "dbflux_driver_ipc");
    equal(request.body.clientVersion, release);
    equal(request.body.supportedVersions.map(text).join(" "), versions);
    deepEqual(request.body.requestedCapabilities, [
      "Cancellation",
      "ChunkedResults",
      "SchemaIntrospection",
      "MultiDatabase",
    ]);
    equal(request.body.authToken, "secret");
    await driver.answer(request, helloBody(request.protocolVersion));
    const client = await opening;
    equal(client.hello.serverName, "scripted");
    ok(!("type" in client.hello));
    client.close();
    equal(await client.closed, null);
  }
});

Deno.test("openClient() sends no token for an empty one", async () => {
  const [driver, transport] = ScriptedDriver.pair();
  const opening = openClient(transport, { token: "" });
  const request = await driver.next();
  ok(request.body.type === "Hello");
  equal(request.body.authToken, null);
  driver.close();
  await rejects(
    opening,
    new ConnectionError("ConnectionClosed", "Cannot finish Hello: the driver has closed the connection"),
  );
});

Deno.test("openClient() rejects with the driver's answer, and closes", async () => {
  const [driver, transport] = ScriptedDriver.pair();
  const opening = openClient(transport);
  const body = {
    type: "Error",
    code: "InvalidRequest",
    message: "Unauthorized driver RPC client",
    retriable: false,
  } as const;
  await driver.answer(await driver.next(), body);
  await rejects(opening, (error) => {
    ok(error instanceof RpcError);
    equal(error.code, "InvalidRequest");
    equal(error.message, "Unauthorized driver RPC client");
    return true;
  });
  await rejects(driver.next(), /the client has left/);
});

Deno.test("openClient() gives up on a silent driver", async () => {
  const [driver, transport] = ScriptedDriver.pair();
  const clock = new ManualClock();
  const opening = openClient(transport, { clock, limits: { handshakeTimeoutMs: 70 } });
  await driver.next();
  clock.advance(70);
  await rejects(
    opening,
    new ProtocolError(
      "HandshakeTimeout",
      "Cannot finish Hello: no answer within 70 ms; check whether the driver hangs",
    ),
  );
});

Deno.test("openClient() gives up when its signal aborts", async () => {
  const [driver, transport] = ScriptedDriver.pair();
  const controller = new AbortController();
  const opening = openClient(transport, { signal: controller.signal });
  await driver.next();
  const reason = new Error("no longer wanted");
  controller.abort(reason);
  await rejects(opening, reason);
});

Deno.test("openClient() refuses a selected version that it has not offered", async () => {
  const [driver, transport] = ScriptedDriver.pair();
  const opening = openClient(transport);
  await driver.answer(await driver.next(), helloBody({ major: 1, minor: 7 }));
  await rejects(
    opening,
    new ProtocolError(
      "VersionDrift",
      "Cannot accept Hello answer: selected version 1.7 is not one of 1.0, 1.1, 1.2; the driver must select one it was offered",
    ),
  );
});

Deno.test("openClient() in layout 0.4 keeps its own version and ignores the selected one", async () => {
  const [driver, transport] = ScriptedDriver.pair("0.4");
  const opening = openClient(transport, { layout: "0.4" });
  await driver.answer(await driver.next(), helloBody({ major: 7, minor: 3 }));
  const client = await opening;
  deepEqual(client.version, { major: 1, minor: 1 });
  client.close();
});

Deno.test("openClient() rejects an answer of the other codec, naming it", async () => {
  for (const [ours, theirs] of [["0.7.1", "0.6"], ["0.6", "0.7.1"], ["0.4", "0.7.0"], ["0.7.1", "0.4"]] as const) {
    for (const isError of [false, true]) {
      const [driver, transport] = ScriptedDriver.pair(ours);
      const opening = openClient(transport, { layout: ours });
      const { protocolVersion, requestId } = await driver.next();
      const body = isError
        ? { type: "Error", code: "VersionMismatch", message: "No", retriable: false } as const
        : helloBody({ major: 1, minor: 1 });
      await driver.sendPayload(encode("response", theirs, { protocolVersion, requestId, done: true, body }));
      await rejects(opening, (error) => {
        ok(error instanceof ProtocolError, `${ours} ${theirs}: ${error}`);
        equal(error.code, "WrongCodec");
        return true;
      });
    }
  }
});

Deno.test("openClient() rejects an answer of an older layout of the same codec, naming it", async () => {
  for (const [ours, theirs] of [["0.6", "0.5"], ["0.6", "0.4"], ["0.5", "0.4"]] as const) {
    const [driver, transport] = ScriptedDriver.pair(ours);
    const opening = openClient(transport, { layout: ours });
    const { requestId } = await driver.next();
    const protocolVersion = { major: 1, minor: 1 };
    await driver.sendPayload(
      encode("response", theirs, { protocolVersion, requestId, done: true, body: helloBody(protocolVersion) }),
    );
    await rejects(opening, (error) => {
      ok(error instanceof ProtocolError, `${ours} ${theirs}: ${error}`);
      equal(error.code, "WrongLayout");
      equal(
        error.message,
        `Cannot read Hello answer: it has layout ${theirs}, Hello had layout ${ours}; imitate layout ${theirs}`,
      );
      return true;
    });
  }
});

Deno.test("openClient() rejects with MalformedError for an answer of no layout", async () => {
  const [driver, transport] = ScriptedDriver.pair();
  const opening = openClient(transport);
  await driver.next();
  await driver.sendPayload(Uint8Array.of(1, 2, 0, 0, 1, 99));
  await rejects(opening, (error) => error instanceof MalformedError && error.code === "Malformed");
});
