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
  codecOf,
  decode,
  describe,
  detectCodec,
  type DriverResponseBody,
  encode,
  HOST_RELEASES,
  type Layout,
  LAYOUTS,
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

function hello(minor: number): Extract<DriverResponseBody, { type: "Hello" }> {
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

/** The icons that a layout has, and a kind of database that only it has. */
function iconsOf(layout: Layout): string[] {
  const icons = describe("Icon");
  ok(icons?.kind === "enum");
  return icons.variants.filter(({ numbers }) => numbers[layout] !== undefined).map(({ name }) => name);
}

/** A driver of one release, as DBFlux's own: it answers its own codec in its own layout, and closes on the other one. */
function ofRelease(layout: Layout, icon: string, serverVersion: string): ReturnType<typeof scripted> {
  const minor = layout === "0.4" || layout === "0.5" ? 1 : 2;
  const body = hello(minor);
  const answer = answerIn(layout, minor, {
    ...body,
    serverVersion,
    driverMetadata: { ...body.driverMetadata, icon: icon as typeof body.driverMetadata.icon },
  });
  return scripted((release) => {
    const hostLayout = LAYOUTS.find((one) => HOST_RELEASES[one].clientVersion === release)!;
    return codecOf(hostLayout) === codecOf(layout) ? answer : null;
  });
}

for (const layout of LAYOUTS) {
  Deno.test(`connect() with auto reads every icon of a driver of layout ${layout} that names its release`, async () => {
    for (const icon of iconsOf(layout)) {
      const { dial } = ofRelease(layout, icon, HOST_RELEASES[layout].clientVersion);
      const client = await connectThrough(dial);
      equal(client.hello.driverMetadata.icon, icon);
      // Nothing in an answer tells 0.7.0 from 0.7.1: they differ in a field that comes later.
      equal(client.layout, layout === "0.7.0" ? "0.7.1" : layout, icon);
      client.close();
    }
  });
}

Deno.test("connect() with auto goes up where the answer can be read in a newer layout only, whatever its version", async () => {
  const { dial, releases } = ofRelease("0.8", "Database", "1.0.0");
  const client = await connectThrough(dial);
  equal(client.layout, "0.8");
  equal(client.hello.driverMetadata.icon, "Database");
  deepEqual(releases, ["0.7.7", "0.8.0-dev.0"]);
  client.close();
});

Deno.test("connect() with auto stays where a driver has a version of its own that is no release of DBFlux", async () => {
  for (const serverVersion of ["0.8.0", "0.9.1", "1.0.0", "0.7.7", "x"]) {
    const { dial, releases } = scripted(() => answerIn("0.7.1", 2, { ...hello(2), serverVersion }));
    const client = await connectThrough(dial);
    equal(client.layout, "0.7.1", serverVersion);
    deepEqual(releases, ["0.7.7"]);
    client.close();
  }
});

Deno.test("connect() with auto comes back where a driver of that version does not speak the newer layout", async () => {
  const { dial, releases } = scripted((release) =>
    release === "0.7.7" ? answerIn("0.7.1", 2, { ...hello(2), serverVersion: "0.8.0-dev.0" }) : null
  );
  const client = await connectThrough(dial);
  equal(client.layout, "0.7.1");
  deepEqual(releases, ["0.7.7", "0.8.0-dev.0", "0.7.7"]);
  client.close();
});

Deno.test("connect() in a named layout says which other one the answer has", async () => {
  const { dial, releases } = ofRelease("0.8", "Database", "1.0.0");
  await rejects(connectThrough(dial, { layout: "0.7.1" }), { code: "NoCommonLayout" });
  deepEqual(releases, ["0.7.7"]);
});
