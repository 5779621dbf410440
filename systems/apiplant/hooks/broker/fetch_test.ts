import { deepEqual, equal, match, rejects } from "node:assert/strict";
import type { Json } from "../../json/json.ts";
import { fetchForHook } from "./fetch.ts";
import type { PinnedOptions } from "./pinned_request.ts";

/** 127.0.0.2 stands for a private address, 127.0.0.1 for a public one, so that requests arrive here. */
const PUBLIC: Omit<PinnedOptions, "signal"> = {
  net: { kind: "public" },
  isPrivate: (address) => address !== "127.0.0.1",
  addressesOf: (host) => Promise.resolve([host.startsWith("private") ? "127.0.0.2" : "127.0.0.1"]),
};

type Handler = (request: Request, url: URL) => Response | Promise<Response>;

async function withWeb(handler: Handler, test: (port: number, asked: string[]) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const web = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const url = new URL(request.url);
    asked.push(`${request.method} ${request.headers.get("host")}${url.pathname}`);
    return handler(request, url);
  });
  try {
    await test(web.addr.port, asked);
  } finally {
    await web.shutdown();
  }
}

function get(url: string, options: Partial<PinnedOptions> = {}, init: { [name: string]: Json } = {}) {
  const args = [url, { method: "GET", headers: [], body: "", ...init }];
  return fetchForHook(args, { ...PUBLIC, signal: new AbortController().signal, ...options });
}

Deno.test("fetchForHook() sends method, headers and body, and gives status, headers and body", () =>
  withWeb(async (request) => {
    const text = `${request.headers.get("x-a")} ${await request.text()}`;
    return new Response(text, { status: 202, headers: { "x-b": "2" } });
  }, async (port, asked) => {
    const body = new TextEncoder().encode("hé").toBase64();
    const { answer, bytes } = await get(`http://a.example:${port}/x`, {}, {
      method: "POST",
      headers: [["X-A", "1"]],
      body,
    });
    deepEqual([answer.status, answer.headers["x-b"], answer.url], [202, "2", `http://a.example:${port}/x`]);
    equal(new TextDecoder().decode(Uint8Array.fromBase64(answer.body)), "1 hé");
    equal(bytes, 5);
    deepEqual(asked, [`POST a.example:${port}/x`]);
  }));

Deno.test("fetchForHook() connects to an address that it has checked, and to no private one", () =>
  withWeb(() => new Response("x"), async (port, asked) => {
    await rejects(
      get(`http://private.example:${port}/`),
      /NotAllowed: The host private\.example has a private address/,
    );
    await rejects(get(`http://127.0.0.2:${port}/`), /NotAllowed/);
    deepEqual(asked, []);
    let resolved = 0;
    // A name that changes its address between the check and the connection.
    const addressesOf = () => Promise.resolve([++resolved === 1 ? "127.0.0.1" : "127.0.0.2"]);
    await get(`http://rebinding.example:${port}/`, { addressesOf });
    equal(resolved, 1);
  }));

Deno.test("fetchForHook() checks each redirect", () =>
  withWeb((_request, url) => {
    const to = url.searchParams.get("to");
    return to === null ? new Response("end") : new Response(null, { status: 302, headers: { location: to } });
  }, async (port, asked) => {
    const end = `http://b.example:${port}/end`;
    equal((await get(`http://a.example:${port}/?to=${encodeURIComponent(end)}`)).answer.url, end);
    for (const to of [`http://private.example:${port}/`, `http://127.0.0.2:${port}/`, "file:///etc/passwd"]) {
      asked.length = 0;
      await rejects(get(`http://a.example:${port}/?to=${encodeURIComponent(to)}`), /NotAllowed/, to);
      deepEqual(asked, [`GET a.example:${port}/`]);
    }
    const net = { kind: "hosts", hosts: ["a.example"] } as const;
    await rejects(get(`http://a.example:${port}/?to=${encodeURIComponent(end)}`, { net }), /b\.example:\d+ is not in/);
  }));

Deno.test("fetchForHook() follows five redirects, and keeps secrets from other origins", () =>
  withWeb((request, url) => {
    const left = Number(url.searchParams.get("left"));
    if (left === 0) return Response.json([...request.headers.keys()].concat(request.method));
    const host = left === 1 ? "b.example" : "a.example";
    const location = `http://${host}:${url.port || url.host.split(":")[1]}/?left=${left - 1}`;
    return new Response(null, { status: 303, headers: { location } });
  }, async (port) => {
    const init = {
      method: "POST",
      headers: [["authorization", "secret"], ["x-a", "1"], ["content-type", "text/plain"]],
    };
    const { answer } = await get(`http://a.example:${port}/?left=5`, {}, init);
    const seen = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(answer.body))) as string[];
    deepEqual(
      ["authorization", "x-a", "content-type", "GET"].map((name) => seen.includes(name)),
      [false, true, false, true],
    );
    await rejects(get(`http://a.example:${port}/?left=6`, {}, init), /More than 5 redirects/);
  }));

Deno.test("fetchForHook() refuses headers that belong to the connection", async () => {
  for (const name of ["Host", "content-length", "Transfer-Encoding", "connection"]) {
    await rejects(get("http://a.example/", {}, { headers: [[name, "x"]] }), /NotAllowed: Hooks may not set the header/);
  }
  await rejects(get("http://a.example/", {}, { headers: [["x-a", "1\r\nx-b: 2"]] }));
});

Deno.test("fetchForHook() takes bodies of 1 MiB and no more", () =>
  withWeb((_request, url) => new Response(new Uint8Array(Number(url.searchParams.get("bytes")))), async (port) => {
    equal((await get(`http://a.example:${port}/?bytes=${1 << 20}`)).bytes, 1 << 20);
    await rejects(
      get(`http://a.example:${port}/?bytes=${(1 << 20) + 1}`),
      /NotAllowed: The body exceeds 1048576 bytes/,
    );
  }));

Deno.test("fetchForHook() ends with its signal, and says what failed", async () => {
  const held = Promise.withResolvers<Response>(), controller = new AbortController();
  await withWeb(() => {
    controller.abort();
    return held.promise;
  }, async (port) => {
    await rejects(get(`http://a.example:${port}/`, { signal: controller.signal }), { code: "network" });
    held.resolve(new Response());
  });
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" }), { port } = listener.addr;
  listener.close();
  await rejects(get(`http://a.example:${port}/`), (error: Error) => {
    match(error.message, new RegExp(`No answer from a\\.example:${port}: `));
    return true;
  });
  for (const args of [[], ["not a url", {}], [1, {}], ["http://a.example/", { method: 1, headers: [], body: "" }]]) {
    await rejects(fetchForHook(args as Json[], { ...PUBLIC, signal: new AbortController().signal }), {
      code: "malformed",
    });
  }
});
