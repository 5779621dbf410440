import { memoryPair } from "@fluxwire/transport";
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { connect, type GrpcServer, implement, MessageQueue, serve } from "./mod.ts";
import { ECHO, ECHO_HANDLERS } from "./testing/echo.ts";

const SERVICES = [implement(ECHO, ECHO_HANDLERS)];

/** Each kind of call over one channel. */
async function useAll(...place: Parameters<typeof connect>): Promise<void> {
  const channel = await connect(...place);
  const echo = channel.client(ECHO);
  equal(await echo.say("hello"), "hello");
  deepEqual(await Array.fromAsync(echo.split("a b")), ["a", "b"]);
  equal(await echo.join(["a", "b"]), "a b");
  deepEqual(await Array.fromAsync(echo.chat(["x", "y".repeat(200_000)])), ["x", "y".repeat(200_000)]);
  await channel.close();
  equal(await channel.closed, null);
}

async function serving(server: GrpcServer, test: (server: GrpcServer) => Promise<void>): Promise<void> {
  try {
    await test(server);
  } finally {
    await server.stop();
  }
}

Deno.test("serve() and connect() work over TCP, with the port that the system chose", async () => {
  await serving(await serve({ address: "127.0.0.1:0", services: SERVICES }), async ({ address }) => {
    match(address!, /^127\.0\.0\.1:[1-9][0-9]*$/);
    await useAll(address!);
  });
});

Deno.test("serve() and connect() take each form of a Unix address, and the file is private and removed", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/echo.sock`;
  await serving(await serve({ address: `unix:///${path}`, services: SERVICES }), async ({ address }) => {
    equal(address, `unix:${path}`);
    equal(Deno.statSync(path).mode! & 0o777, 0o600);
    for (const form of [`unix:${path}`, `unix://${path}`, `unix:///${path}`]) await useAll(form);
  });
  await rejects(Deno.stat(path), Deno.errors.NotFound);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("serve().handle() serves a duplex of web streams in place of a socket", async () => {
  await serving(await serve({ services: SERVICES }), async (server) => {
    const there = new TransformStream<Uint8Array, Uint8Array>(), back = new TransformStream<Uint8Array, Uint8Array>();
    server.handle({ readable: there.readable, writable: back.writable });
    await useAll({ readable: back.readable, writable: there.writable });
  });
});

Deno.test("serve().handle() serves a transport of Fluxwire", async () => {
  await serving(await serve({ services: SERVICES }), async (server) => {
    const [near, far] = memoryPair();
    server.handle(near, "tunnel 7");
    await useAll(far);
  });
});

Deno.test("serve() takes over a socket that no process serves, and refuses one that is served", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/echo.sock`;
  Deno.listen({ transport: "unix", path }).close();
  if (!await exists(path)) await abandon(path);
  await serving(await serve({ address: `unix:${path}`, services: SERVICES }), async ({ address }) => {
    await rejects(serve({ address: address!, services: SERVICES }), { name: "ConnectionError", code: "SocketInUse" });
    await useAll(address!);
  });
  await Deno.writeTextFile(path, "a file");
  await rejects(serve({ address: `unix:${path}`, services: SERVICES }), { code: "SocketInUse" });
  equal(await Deno.readTextFile(path), "a file");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a server that has stopped leaves its path to the next one", async () => {
  const folder = await Deno.makeTempDir();
  const address = `unix:${folder}/echo.sock`;
  for (let turn = 0; turn < 20; turn++) {
    await serving(await serve({ address, services: SERVICES }), () => useAll(address));
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("connect() says that nothing listens, and refuses what is no address", async () => {
  await rejects(connect("unix:/nowhere/at.sock"), { name: "ConnectionError", code: "SocketUnreachable" });
  for (const address of ["", "unix:", "localhost", "host:70000", `unix:/${"x".repeat(200)}`]) {
    await rejects(connect(address), { code: "SocketNameInvalid" });
  }
});

Deno.test("connect() fails if the other end speaks another protocol, is silent, or hangs up", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const address = `127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
  const answers = async (answer: (conn: Deno.Conn) => Promise<void>) => await answer(await listener.accept());

  const talk = answers(async (conn) => {
    await conn.write(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n"));
    while (await conn.read(new Uint8Array(1_000)) !== null);
    conn.close();
  });
  await rejects(connect(address), { name: "ProtocolError", code: "FRAME_SIZE_ERROR" });
  await talk;

  const silence = answers(async (conn) => {
    while (await conn.read(new Uint8Array(1_000)) !== null);
    conn.close();
  });
  await rejects(connect(address, { limits: { handshakeTimeoutMs: 20 } }), (error: Error & { code: string }) => {
    ok(["Timeout", "SETTINGS_TIMEOUT"].includes(error.code));
    return true;
  });
  await silence;

  const hangUp = answers((conn) => Promise.resolve(conn.close()));
  await rejects(connect(address), { name: "ConnectionError", code: "ConnectionClosed" });
  await hangUp;
  listener.close();
});

Deno.test("a stop waits for calls for its grace, then cancels them, and refuses new ones", async () => {
  const server = await serve({ address: "127.0.0.1:0", services: SERVICES });
  const channel = await connect(server.address!);
  const queue = new MessageQueue<string>();
  const answers = channel.client(ECHO).chat(queue);
  await answers.headers;
  const stopped = server.stop(60_000);
  await rejects(channel.client(ECHO).say("late"), { code: "UNAVAILABLE" });
  // The system may take connections for a listener that closes in this moment, and ends them; then none is taken.
  const refused = async (): Promise<string> => await connect(server.address!).then(() => "none", ({ code }) => code);
  for (let code; (code = await refused()) !== "SocketUnreachable";) equal(code, "ConnectionClosed");
  queue.send("still");
  equal((await answers.next()).value, "still");
  await server.stop(0);
  await rejects(answers.next(), { code: "UNAVAILABLE" });
  await stopped;
  await channel.close();
});

Deno.test("connections above maxConnections are closed as they come", async () => {
  const limits = { maxConnections: 1 };
  await serving(await serve({ address: "127.0.0.1:0", services: SERVICES, limits }), async ({ address }) => {
    const channel = await connect(address!);
    await rejects(connect(address!), { code: "ConnectionClosed" });
    equal(await channel.client(ECHO).say("first"), "first");
    await channel.close();
  });
});

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** Leaves a socket's file, as a killed process does. */
async function abandon(path: string): Promise<void> {
  const code = `Deno.listen({ transport: "unix", path: ${JSON.stringify(path)} }); Deno.kill(Deno.pid, "SIGKILL");`;
  await new Deno.Command(Deno.execPath(), { args: ["eval", code], stderr: "null" }).output();
  ok(await exists(path));
}
