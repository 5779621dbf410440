import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { ServerError } from "../server/exit.ts";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";
import { certificate } from "./testing/certificate.ts";
import { Served } from "./testing/served.ts";

/** The status of `/` for a client that trusts one certificate. */
async function statusFor(url: string, cert: string): Promise<number> {
  using client = Deno.createHttpClient({ caCerts: [cert] });
  const response = await fetch(`${url}/`, { client });
  await response.body?.cancel();
  return response.status;
}

Deno.test("serveHttp() serves TLS, and takes a changed certificate while streams of the old one go on", async () => {
  const folder = await Deno.makeTempDir(), clock = new ManualClock();
  try {
    const [first, second] = [await certificate(folder, "first"), await certificate(folder, "second")];
    const [cert, key] = [`${folder}/cert.pem`, `${folder}/key.pem`];
    const put = async (pair: typeof first) => {
      await Deno.writeTextFile(cert, pair.cert);
      await Deno.writeTextFile(key, pair.key);
    };
    await put(first);
    await using server = await Served.start({ clock, config: `[server.tls]\ncert = "${cert}"\nkey = "${key}"` });
    const { url } = server.serving;
    ok(url.startsWith("https://127.0.0.1:"));
    equal(await statusFor(url, first.cert), 200);
    using client = Deno.createHttpClient({ caCerts: [first.cert] });
    const stream = await fetch(`${url}/events`, { client, headers: { accept: "text/event-stream" } });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    equal((await reader.read()).value, "retry: 2000\n\n");

    // Half of a change is left alone; the whole one is taken.
    await Deno.writeTextFile(key, "no key");
    await looked(clock);
    equal(await statusFor(url, first.cert), 200);
    await put(second);
    await looked(clock);
    equal(await statusFor(url, second.cert), 200);
    await rejects(statusFor(url, first.cert));

    await server.core.writer.write({
      operations: [{ op: "createModel", definition: { id: "post", fields: {} } }],
      batch: false,
      actor: "test",
      requestId: "r",
      signal: new AbortController().signal,
    });
    ok((await reader.read()).value!.startsWith("id: 1\nevent: model.created\n"));
    await reader.cancel();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Lets the server look at its files, and waits until it has. */
async function looked(clock: ManualClock): Promise<void> {
  clock.advance(5_000);
  await clock.timer(5_000);
}

Deno.test("serveHttp() takes a certificate and its key from secure storage, and a new one when it is there", async () => {
  const folder = await Deno.makeTempDir(), clock = new ManualClock(), secure = new MemorySecureStorage();
  try {
    const [first, second] = [await certificate(folder, "first"), await certificate(folder, "second")];
    const put = (name: string, text: string) => secure.set(name, new TextEncoder().encode(text));
    const config = '[server.tls]\ncert = "secure:tls/cert"\nkey = "secure:tls/key"';
    await put("tls/cert", first.cert);
    await rejects(
      Served.start({ clock, secure, config }),
      (error) => error instanceof ServerError && error.message.includes("secure storage has no value named tls/key"),
    );
    await put("tls/key", first.key);
    await using server = await Served.start({ clock, secure, config });
    equal(await statusFor(server.serving.url, first.cert), 200);
    await put("tls/cert", second.cert);
    await put("tls/key", second.key);
    await looked(clock);
    equal(await statusFor(server.serving.url, second.cert), 200);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("serveHttp() names the files of a certificate that cannot be read, or that does not fit its key", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const refused = async (cert: string, key: string) =>
      await rejects(
        Served.start({ config: `[server.tls]\ncert = "${cert}"\nkey = "${key}"` }),
        (error) => error instanceof ServerError && error.exit === "configuration" && error.message.includes(cert),
      );
    await refused("/nonexistent/c.pem", "/nonexistent/k.pem");
    await certificate(folder, "first");
    await certificate(folder, "second");
    await refused(`${folder}/first.pem`, `${folder}/second.key`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("serveHttp() says where it cannot listen, and why", async () => {
  await using server = await Served.start();
  const { port } = new URL(server.serving.url);
  for (const address of [`127.0.0.1:${port}`, "unix:/nonexistent/models.sock", "192.0.2.1:0"]) {
    await rejects(
      Served.start({ address }),
      (error) => error instanceof ServerError && error.exit === "cannotListen" && error.message.includes(address),
    );
  }
});

Deno.test("serveHttp() takes over the socket file that a killed server has left, and leaves none", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/models.sock`;
    // A listener that is closed removes its file only under the name that it had at first.
    const killed = Deno.listen({ transport: "unix", path: `${folder}/first.sock` });
    await Deno.rename(`${folder}/first.sock`, path);
    killed.close();
    ok(Deno.lstatSync(path).isSocket);
    await using server = await Served.start({ address: `unix:${path}` });
    await rejects(Served.start({ address: `unix:${path}` }), ServerError);
    await server[Symbol.asyncDispose]();
    await rejects(Deno.lstat(path), Deno.errors.NotFound);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("serveHttp() serves a Unix socket, whose callers count as local whatever Host they send", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/models.sock`;
    await using server = await Served.start({ address: `unix:${path}` });
    equal(server.serving.url, `unix:${path}`);
    using client = Deno.createHttpClient({ proxy: { transport: "unix", path } });
    for (const route of ["/", "/admin/metrics"]) {
      const response = await fetch(`http://models.example${route}`, { client });
      await response.body?.cancel();
      equal(response.status, 200, route);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("serveHttp() lets a running request end before it stops, and takes no new ones", async () => {
  const entered = Promise.withResolvers<void>(), leave = Promise.withResolvers<void>();
  const server = await Served.start({
    pre: async () => {
      entered.resolve();
      await leave.promise;
      return undefined;
    },
  });
  await server.define("post", {}, { hooks: { preCreate: { kind: "script", source: "" } } });
  const running = server.ask("/models/post/instances", { body: {} });
  await entered.promise;
  server.stop.abort();
  await rejects(fetch(server.serving.url, { headers: { connection: "close" } }));
  leave.resolve();
  equal((await running).status, 201);
  await server[Symbol.asyncDispose]();
});

Deno.test("a client that goes away before the append stops its change", async () => {
  const entered = Promise.withResolvers<AbortSignal>();
  await using server = await Served.start({
    pre: async ({ signal }) => {
      entered.resolve(signal);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      return undefined;
    },
  });
  await server.define("post", {}, { hooks: { preCreate: { kind: "script", source: "" } } });
  const client = new AbortController();
  const asked = fetch(`${server.serving.url}/models/post/instances`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
    signal: client.signal,
  });
  const signal = await entered.promise;
  client.abort();
  await rejects(asked);
  await new Promise<void>((resolve) => signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve()));
  deepStrictEqual((await server.ask("/")).body.seq, 2);
});

Deno.test("pages of trusted origins may read, and ask before they write; only exact origins may define code", async () => {
  await using server = await Served.start({ config: 'cors-origins = ["https://app.example"]' });
  const headers = { origin: "https://app.example" };
  const got = await server.ask("/models", { headers });
  deepStrictEqual([got.status, got.headers.get("access-control-allow-origin"), got.headers.get("vary")], [
    200,
    "https://app.example",
    "origin",
  ]);
  const preflight = await server.ask("/models", {
    method: "OPTIONS",
    headers: { ...headers, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
  });
  deepStrictEqual([preflight.status, preflight.headers.get("access-control-allow-methods")], [
    204,
    "GET, POST, HEAD, OPTIONS",
  ]);
  equal((await server.ask("/admin/metrics", { headers })).status, 200);

  await using open = await Served.start({ config: 'cors-origins = ["*"]' });
  equal((await open.ask("/models", { headers })).headers.get("access-control-allow-origin"), "https://app.example");
  const hooks = { preCreate: { kind: "script", source: "" } };
  for (
    const [path, ask] of [["/admin/metrics", {}], ["/models", { body: { id: "post", fields: {}, hooks } }]] as const
  ) {
    equal((await open.ask(path, { ...ask, headers })).status, 403, path);
  }
  equal((await open.ask("/models", { headers: { origin: "null" } })).status, 403);
});

Deno.test("the requests that a foreign page can make without asking first define no model and no hook", async () => {
  await using server = await Served.start();
  const body = JSON.stringify({ id: "post", fields: {}, hooks: { preCreate: { kind: "script", source: "" } } });
  const origin = "https://evil.example";
  // A form, a beacon or fetch() with `no-cors` sends one of these types, or none, and always the page's origin; old
  // browsers leave it out.
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", null]) {
    for (const from of [{ origin }, { origin: "null" }, {}]) {
      const headers: Record<string, string> = {
        ...from as Record<string, string>,
        ...(type === null ? {} : { "content-type": type }),
      };
      const { status } = await server.ask("/models", { method: "POST", raw: new TextEncoder().encode(body), headers });
      equal(status, "origin" in from ? 403 : 415);
    }
  }
  deepStrictEqual((await server.ask("/")).body.models, 0);
});

Deno.test("the rate of clients behind a trusted proxy is counted for the address that the proxy gives", async () => {
  await using server = await Served.start({ config: 'trusted-proxies = ["127.0.0.1"]\n[limits]\nrate = 1' });
  const ask = (forwarded: string) => server.ask("/health/live", { headers: { "x-forwarded-for": forwarded } });
  equal((await ask("10.0.0.1")).status, 200);
  equal((await ask("10.0.0.2")).status, 200);
  equal((await ask("10.9.9.9, 10.0.0.2")).status, 429);
});
