import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { prober } from "./testing/devices.ts";
import { Bench, failure } from "./testing/raw_client.ts";

function handle(url: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: "presigned_request",
    url,
    method: "GET",
    headers: { authorization: "Bearer x", "x-plain": "1" },
    ...more,
  };
}

Deno.test("R12 a handle with a URL is fetched by the exporter; another origin gets no secrets", async () => {
  const asked: unknown[] = [];
  const note = (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push([pathname + search, request.headers.get("authorization"), request.headers.get("x-plain")]);
  };
  await using far = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    note(request);
    return new Response("image");
  });
  await using near = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    note(request);
    if (request.url.includes("/start")) return new Response(null, { status: 302, headers: { location: "/a%2Fb" } });
    return new Response(null, { status: 307, headers: { location: `http://127.0.0.1:${far.addr.port}/image?sig=1` } });
  });
  await using bench = await Bench.of({ prober: prober() });
  const url = `http://127.0.0.1:${near.addr.port}/start?sig=0`;
  strictEqual(await bench.call("prober", "flash", handle(url), null), "image");
  deepStrictEqual(asked, [
    ["/start?sig=0", "Bearer x", "1"],
    ["/a%2Fb", "Bearer x", "1"],
    ["/image?sig=1", null, "1"],
  ]);
});

Deno.test("R12 a URL that fails, redirects for ever or is none fails the call, without its query", async () => {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    if (request.url.includes("/round")) return new Response(null, { status: 302, headers: { location: "/round" } });
    return new Response("no", { status: 403 });
  });
  await using bench = await Bench.of({ prober: prober() });
  const root = `http://127.0.0.1:${server.addr.port}`;
  const failed = async (given: unknown) => (await failure(bench.call("prober", "flash", given, null))).message;
  match(
    await failed(handle(`${root}/image?sig=secret`)),
    /^UNKNOWN: GET http:\/\/127\.0\.0\.1:\d+\/image answered 403$/,
  );
  match(await failed(handle(`${root}/round`)), /redirects more than 10 times$/);
  match(await failed(handle("file:///etc/passwd")), /^INVALID_ARGUMENT: the handle's url is no URL of http or https$/);
  match(await failed(handle(root, { method: "PUT" })), /^INVALID_ARGUMENT: the handle's method must be GET$/);
  match(await failed(handle(root, { headers: { a: 1 } })), /^INVALID_ARGUMENT: the handle's headers are no texts$/);
  const dump = await failure(bench.call("prober", "dump", handle(root), null));
  match(dump.message, /^INVALID_ARGUMENT: the handle's method must be PUT$/);
});

Deno.test("R13 a handle with a URL is written by the exporter, which fails the call if the server refuses", async () => {
  const got: unknown[] = [];
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    got.push([request.method, pathname + search, request.headers.get("x-plain"), await request.text()]);
    return new Response(null, { status: pathname === "/image" ? 200 : 507 });
  });
  await using bench = await Bench.of({ prober: prober() });
  const at = (path: string) => handle(`http://127.0.0.1:${server.addr.port}${path}?sig=secret`, { method: "PUT" });
  await bench.call("prober", "dump", at("/image"));
  deepStrictEqual(got, [["PUT", "/image?sig=secret", "1", "dumped"]]);
  const { message } = await failure(bench.call("prober", "dump", at("/full")));
  match(message, /^UNKNOWN: PUT http:\/\/127\.0\.0\.1:\d+\/full answered 507$/);
});
