import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import {
  ConnectionError,
  encodeFrame,
  FrameDecoder,
  memoryPair,
  ProtocolError,
  type Transport,
} from "@fluxwire/transport";
import {
  decode,
  detectCodec,
  type DriverResponseBody,
  encode,
  type Layout,
  MalformedError,
  RpcError,
} from "@fluxwire/wire";
import { connectThrough } from "./connect.ts";

/** What a driver does with the Hello of each attempt; null closes without an answer. */
type Answer = (clientVersion: string) => Uint8Array | null;

/** Dials drivers that all answer alike, and notes the release that each attempt claimed to be. */
function scripted(answer: Answer): { dial: () => Promise<Transport>; releases: string[] } {
  const releases: string[] = [];
  const serve = async (transport: Transport) => {
    const [payload] = new FrameDecoder().push((await transport.read())!);
    const layout = detectCodec(payload!) === "bincode" ? "0.5" : "0.7.1";
    const { body } = decode("request", layout, payload!).envelope;
    ok(body.type === "Hello");
    releases.push(body.clientVersion);
    const reply = answer(body.clientVersion);
    if (reply === null) transport.close();
    else if (reply.length > 0) await transport.write(encodeFrame(reply));
  };
  const dial = () => {
    const [there, here] = memoryPair();
    serve(there);
    return Promise.resolve(here);
  };
  return { dial, releases };
}

function answerIn(layout: Layout, minor: number, body: DriverResponseBody = hello(minor)): Uint8Array {
  return encode("response", layout, { protocolVersion: { major: 1, minor }, requestId: 0n, done: true, body });
}

function hello(minor: number): DriverResponseBody {
  return {
    type: "Hello",
    serverName: "scripted",
    serverVersion: "1.0.0",
    selectedVersion: { major: 1, minor },
    capabilities: [],
    driverKind: "SQLite",
    driverMetadata: {
      id: "scripted",
      displayName: "Scripted",
      description: "",
      category: "Relational",
      queryLanguage: { type: "Sql" },
      capabilities: 0n,
      uriScheme: "scripted",
      icon: "Database",
    },
    formDefinition: { tabs: [] },
  };
}

Deno.test("connect() with auto stays at the newest layout where the driver understands it", async () => {
  const { dial, releases } = scripted(() => answerIn("0.7.1", 2));
  const client = await connectThrough(dial);
  equal(client.layout, "0.7.1");
  deepEqual(releases, ["0.7.7"]);
  client.close();
});

Deno.test("connect() with auto goes down where the driver closes without an answer", async () => {
  const { dial, releases } = scripted((release) => release === "0.4.7" ? answerIn("0.4", 1) : null);
  const client = await connectThrough(dial);
  equal(client.layout, "0.4");
  deepEqual(releases, ["0.7.7", "0.6.0", "0.5.6", "0.4.7"]);
  client.close();
});

Deno.test("connect() with auto goes down where the answer is of the other codec", async () => {
  const { dial, releases } = scripted(() => answerIn("0.6", 2));
  const client = await connectThrough(dial);
  equal(client.layout, "0.6");
  deepEqual(releases, ["0.7.7", "0.6.0"]);
  client.close();
});

Deno.test("connect() with auto goes down where the answer is of an older layout of the same codec", async () => {
  const { dial, releases } = scripted((release) => release === "0.7.7" ? null : answerIn("0.4", 1));
  const client = await connectThrough(dial);
  equal(client.layout, "0.4");
  deepEqual(releases, ["0.7.7", "0.6.0", "0.5.6", "0.4.7"]);
  client.close();
});

Deno.test("connect() with auto tries nothing more after silence", async () => {
  const { dial, releases } = scripted(() => new Uint8Array(0));
  await rejects(
    connectThrough(dial, { timeoutMs: 5 }),
    (error) => error instanceof ProtocolError && error.code === "HandshakeTimeout",
  );
  deepEqual(releases, ["0.7.7"]);
});

Deno.test("connect() with auto tries nothing more after bytes that are no envelope", async () => {
  const { dial, releases } = scripted(() => new TextEncoder().encode("HTTP/1.1 400 Bad Request"));
  await rejects(connectThrough(dial), MalformedError);
  deepEqual(releases, ["0.7.7"]);
});

Deno.test("connect() with auto tries nothing more after an error in the same codec", async () => {
  const body = {
    type: "Error",
    code: "VersionMismatch",
    message: "No compatible protocol version",
    retriable: false,
  } as const;
  const { dial, releases } = scripted(() => answerIn("0.7.1", 2, body));
  await rejects(connectThrough(dial), (error) => error instanceof RpcError && error.code === "VersionMismatch");
  deepEqual(releases, ["0.7.7"]);
});

Deno.test("connect() says which layouts it tried where none is left", async () => {
  const { dial } = scripted(() => null);
  const closed = new ConnectionError("ConnectionClosed", "Cannot finish Hello: the driver has closed the connection");
  await rejects(connectThrough(dial), (error) => {
    ok(error instanceof ProtocolError);
    equal(error.code, "NoCommonLayout");
    equal(
      error.message,
      "Cannot connect: tried layouts 0.7.1, 0.6, 0.5, 0.4, and the driver closed the connection without an answer; see which release of DBFlux it is made for",
    );
    deepEqual(error.cause, closed);
    return true;
  });
});

Deno.test("connect() with a layout tries that one only", async () => {
  const { dial, releases } = scripted(() => answerIn("0.6", 2));
  await rejects(connectThrough(dial, { layout: "0.8" }), (error) => {
    ok(error instanceof ProtocolError);
    equal(error.code, "NoCommonLayout");
    ok(
      error.message.startsWith("Cannot connect: tried layout 0.8, and the driver answered in another layout"),
      error.message,
    );
    return true;
  });
  deepEqual(releases, ["0.8.0-dev.0"]);
});

Deno.test("connect() stops going down when its signal aborts", async () => {
  const controller = new AbortController();
  const reason = new Error("no longer wanted");
  const { dial, releases } = scripted(() => {
    controller.abort(reason);
    return null;
  });
  await rejects(connectThrough(dial, { signal: controller.signal }), reason);
  deepEqual(releases, ["0.7.7"]);
});
