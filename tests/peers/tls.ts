import { connect, implement, serve } from "@fluxwire/grpc";
import { deepEqual, equal, rejects } from "node:assert/strict";
import { ECHO, ECHO_HANDLERS } from "../../packages/grpc/testing/echo.ts";
import { ran } from "./built.ts";
import { makeCertificate } from "./certificate.ts";

const certificate = await makeCertificate();
const { authority, cert, key } = certificate;
const errors: unknown[] = [];
const server = await serve({
  address: "127.0.0.1:0",
  services: [implement(ECHO, ECHO_HANDLERS)],
  tls: { cert, key },
  onError: (error) => errors.push(error),
});
const address = server.address!;

Deno.test("each kind of call works over TLS", async () => {
  const channel = await connect(address, { tls: { caCerts: [authority], serverName: "localhost" } });
  const echo = channel.client(ECHO);
  equal(await echo.say("x".repeat(300_000)), "x".repeat(300_000));
  equal(await echo.join(["a", "b"]), "a b");
  deepEqual(await Array.fromAsync(echo.split("a b")), ["a", "b"]);
  deepEqual(await Array.fromAsync(echo.chat(["a", "b"])), ["a", "b"]);
  await channel.close();
});

Deno.test("connect() says what to do about a certificate that is not trusted, or has another name", async () => {
  await rejects(connect(address, { tls: { serverName: "localhost" } }), {
    code: "TlsFailed",
    message: /UnknownIssuer; give the certificate, or its authority's, in tls.caCerts$/ as never,
  });
  await rejects(connect(address, { tls: { caCerts: [authority], serverName: "elsewhere" } }), {
    code: "TlsFailed",
    message: /elsewhere.*; give the name that it has in tls.serverName$/ as never,
  });
});

Deno.test("connect() says how to make a certificate if the server's own is an authority", async () => {
  const { folder } = certificate;
  const files = ["-keyout", `${folder}/own_key.pem`, "-out", `${folder}/own.pem`];
  await ran("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"],
    ...["-addext", "subjectAltName=DNS:localhost", ...files],
  ]);
  const own = await Deno.readTextFile(`${folder}/own.pem`);
  const tls = { cert: own, key: await Deno.readTextFile(`${folder}/own_key.pem`) };
  const other = await serve({ address: "127.0.0.1:0", services: [], tls, onError() {} });
  await rejects(connect(other.address!, { tls: { caCerts: [own], serverName: "localhost" } }), {
    code: "TlsFailed",
    message: /CaUsedAsEndEntity.* make one with basicConstraints CA:FALSE$/ as never,
  });
  await other.stop();
});

Deno.test("both ends refuse a peer that does not name h2 by ALPN", async () => {
  const [hostname, port] = address.split(":") as [string, string];
  const plain = await Deno.connectTls({ hostname: "localhost", port: Number(port), caCerts: [authority] });
  errors.length = 0;
  await plain.handshake().catch(() => {});
  await plain.read(new Uint8Array(10)).catch(() => {});
  plain.close();
  equal((errors[0] as { code: string }).code, "TlsFailed");
  const old = Deno.listenTls({ hostname, port: 0, cert, key });
  const accepted = old.accept();
  const refused = rejects(
    connect(`127.0.0.1:${(old.addr as Deno.NetAddr).port}`, {
      tls: { caCerts: [authority], serverName: "localhost" },
    }),
    { code: "TlsFailed", message: /the peer names no protocol by ALPN; it must be h2$/ as never },
  );
  const conn = await accepted;
  await conn.handshake();
  await refused;
  conn.close();
  old.close();
});

Deno.test("a client that does not begin TLS is reported, and counts as a connection until it goes", async () => {
  const reported = Promise.withResolvers<unknown>();
  const slow = await serve({
    address: "127.0.0.1:0",
    services: [],
    tls: { cert, key },
    limits: { handshakeTimeoutMs: 20, maxConnections: 1 },
    onError: reported.resolve,
  });
  const [hostname, port] = slow.address!.split(":") as [string, string];
  const silent = await Deno.connect({ hostname, port: Number(port) });
  equal(
    String(await reported.promise),
    "ConnectionError: Cannot accept TLS: no handshake within handshakeTimeoutMs 20",
  );
  const tls = { caCerts: [authority], serverName: "localhost" };
  await rejects(connect(slow.address!, { tls }), { name: "ConnectionError" });
  silent.close();
  while (slow.connections > 0) await new Promise((resolve) => setTimeout(resolve));
  await (await connect(slow.address!, { tls, limits: { handshakeTimeoutMs: 5_000 } })).close();
  await slow.stop();
});

Deno.test("serve() refuses a certificate that cannot be read", async () => {
  await rejects(serve({ address: "127.0.0.1:0", services: [], tls: { cert: "none", key } }), { code: "TlsFailed" });
});

Deno.test.afterAll(async () => {
  await server.stop();
  await Deno.remove(certificate.folder, { recursive: true });
});
