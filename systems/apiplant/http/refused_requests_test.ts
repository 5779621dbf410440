import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { JsonObject } from "../json/json.ts";
import { A, posts, raw, refused } from "./testing/refused.ts";
import type { Served } from "./testing/served.ts";

Deno.test("refusal: 400 malformed names the byte at which a body stops being JSON or UTF-8", async () => {
  await using server = await posts();
  const path = "/models/post/instances";
  const bodies: [BodyInit, number][] = [
    ['{"title":"é",}', 14],
    [new Uint8Array([0x22, 0x61, 0xff, 0x22]), 2],
    [new Uint8Array([0x22, 0xe2, 0x82]), 3],
    ["[".repeat(65), 64],
    ["\ufeff{}", 0],
    ["", 0],
  ];
  for (const [body, offset] of bodies) {
    deepStrictEqual(refused(await server.ask(path, raw(body)), 400, "malformed"), { offset });
  }
  refused(await server.ask(A, { method: "DELETE", body: {} }), 400, "malformed");
  for (const segment of ["a%2Fb", "a%00", "%zz", "%ff"]) {
    refused(await server.ask(`${path}/${segment}`), 400, "malformed");
  }
});

Deno.test("refusal: 400 query names the parameter: nothing is ignored", async () => {
  await using server = await posts();
  const queries: [string, string][] = [
    ["limits=1", "limits"],
    ["limit=0", "limit"],
    ["limit=501", "limit"],
    ["limit=1&limit=2", "limit"],
    ["offset=10001", "offset"],
    ["offset=1&cursor=x", "offset"],
    ["sort=titel", "sort"],
    ["total=yes", "total"],
    ["fields=nope", "fields"],
    ["expand=title", "expand"],
    ["search=x", "search"],
    ["bigint=hex", "bigint"],
    ["filter[titel]=x", "filter[titel]"],
    ["filter[title][like]=x", "filter[title][like]"],
    ["filter=[1]", "filter"],
    ["filter={", "filter"],
    ["filter[a][b][c]=1", "filter[a][b][c]"],
    ["min-seq=x", "min-seq"],
  ];
  for (const [query, parameter] of queries) {
    const details = refused(await server.ask(`/models/post/instances?${query}`), 400, "query") as JsonObject;
    equal(details.parameter, parameter, query);
  }
  for (const path of ["/?x=1", "/models?limit=1", "/models/post?versions=1", `${A}?at=never`, `${A}/history?as=old`]) {
    refused(await server.ask(path), 400, "query");
  }
  refused(await server.ask(`${A}?force=true`, { method: "DELETE" }), 400, "query");
});

Deno.test("refusal: 400 cursor for what is not a cursor of this list", async () => {
  await using server = await posts();
  await server.create("post", { title: "B" });
  const path = "/models/post/instances", { body } = await server.ask(`${path}?limit=1`);
  const cursor = String(body.next);
  equal((await server.ask(`${path}?limit=1&cursor=${cursor}`)).status, 200);
  for (
    const query of [
      "cursor=x",
      "cursor=",
      `cursor=${cursor}&sort=title`,
      `cursor=${cursor}&filter[title]=A`,
      `cursor=${cursor}x`,
    ]
  ) {
    refused(await server.ask(`${path}?${query}`), 400, "cursor");
  }
  await server.ask("/models/post", { method: "PATCH", body: { title: "Posts" } });
  refused(await server.ask(`${path}?cursor=${cursor}`), 400, "cursor");
  refused(await server.ask(`${A}/history?cursor=1`), 400, "cursor");
});

Deno.test("refusal: 400 unknown_hook for a name that no hook has", async () => {
  await using server = await posts();
  for (const method of ["GET", "PUT", "DELETE"]) {
    const got = await server.ask("/models/post/hooks/preCreat", { method, ...(method === "PUT" ? { body: {} } : {}) });
    refused(got, 400, "unknown_hook");
    match(got.text, /did you mean preCreate/);
  }
  refused(await server.ask("/models", { body: { id: "x", fields: {}, hooks: { onCreate: {} } } }), 400, "unknown_hook");
});

Deno.test("refusal: 400 header for conditions and keys that cannot be read", async () => {
  await using server = await posts();
  const headers: [string, string][] = [
    ["if-match", 'W/"2"'],
    ["if-match", '"2", "3"'],
    ["if-match", "2"],
    ["if-none-match", '"2"'],
    ["idempotency-key", "é".repeat(2)],
    ["idempotency-key", "x".repeat(256)],
    ["x-min-seq", "-1"],
  ];
  for (const [name, value] of headers) {
    const got = await server.ask(A, { method: "PUT", body: { title: "x" }, headers: { [name]: value } });
    deepStrictEqual(refused(got, 400, "header"), { header: name });
  }
  for (const name of ["if-match", "if-none-match"]) {
    const got = await server.ask("/models/post/instances", { body: { title: "x" }, headers: { [name]: "*" } });
    deepStrictEqual(refused(got, 400, "header"), { header: name });
  }
  refused(await server.ask(A, { headers: { "idempotency-key": "k" } }), 400, "header");
  const both = { "if-match": "*", "if-none-match": "*" };
  refused(await server.ask(A, { method: "PUT", body: { title: "x" }, headers: both }), 400, "header");
  refused(
    await server.ask("/events", { headers: { accept: "text/event-stream", "last-event-id": "x" } }),
    400,
    "header",
  );
});

Deno.test("refusal: 403 forbidden for pages of other origins, with any method, and for other machines where code is defined", async () => {
  await using server = await posts();
  for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) {
      refused(await server.ask("/models", { method, headers: { origin } }), 403, "forbidden");
    }
  }
  const own = server.serving.url;
  equal((await server.ask("/models", { headers: { origin: own } })).status, 200);
  const local = [
    "/models/post/hooks",
    "/models/post/hooks/preCreate",
    "/admin/metrics",
    "/admin/dead",
    "/admin/errors",
    "/admin/findings",
    "/admin/backup",
  ];
  for (const path of local) {
    refused(await server.ask(path, { headers: { "x-forwarded-for": "10.0.0.1" } }), 403, "forbidden");
  }
  const hooks = { preCreate: { kind: "script", source: "" } };
  const body = { id: "x", fields: {}, hooks };
  refused(await server.ask("/models", { body, headers: { "x-forwarded-for": "10.0.0.1" } }), 403, "forbidden");
});

Deno.test("refusal: 404 not_found for paths, models, versions and instances that do not exist", async () => {
  await using server = await posts();
  for (
    const path of [
      "/nope",
      "/models/",
      "/models/none",
      "/models/none/instances",
      "/models/post/instances/none",
      "/models/post?version=2",
    ]
  ) {
    refused(await server.ask(path), 404, "not_found");
  }
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const body = method === "DELETE" ? {} : { body: { title: "x" } };
    refused(await server.ask("/models/post/instances/none", { method, ...body }), 404, "not_found");
  }
});

Deno.test("refusal: 405 method with the methods that the path has", async () => {
  await using server = await posts();
  const got = await server.ask(A, { method: "POST", body: {} });
  deepStrictEqual(refused(got, 405, "method"), { allowed: ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] });
  equal(got.headers.get("allow"), "GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
  refused(await server.ask("/batch", { method: "PUT", body: {} }), 405, "method");
  const options = await server.ask(A, { method: "OPTIONS" });
  deepStrictEqual([options.status, options.headers.get("allow")], [204, "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"]);
});

Deno.test("refusal: 413 too_large for bodies, values, batches and addresses beyond their limits", async () => {
  await using server = await posts({ config: '[limits]\npayload-max = "1KiB"\nbatch-max = 2\nmodels-max = 2' });
  const path = "/models/post/instances", big = "x".repeat(1_048_576);
  deepStrictEqual(refused(await server.ask(path, { body: big }), 413, "too_large"), { limit: 1_048_576 });
  let sent = 0;
  const chunks = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(65_536));
      if (++sent === 40) controller.close();
    },
  });
  refused(await server.ask(path, raw(chunks)), 413, "too_large");
  deepStrictEqual(refused(await server.ask(path, { body: { title: "é".repeat(512) } }), 413, "too_large"), {
    limit: 1_024,
  });
  // Each of the two is small enough, what they make together is not.
  equal((await server.ask(A, { method: "PATCH", body: { slug: "x".repeat(600) } })).status, 200);
  const patch = { parent: "y".repeat(600) };
  deepStrictEqual(refused(await server.ask(A, { method: "PATCH", body: patch }), 413, "too_large"), { limit: 1_024 });
  const patched = { ops: [{ op: "patch", model: "post", id: "a", data: patch }] };
  refused(await server.ask("/batch", { body: patched }), 413, "too_large");
  const op = { op: "delete", model: "post", id: "a" };
  deepStrictEqual(refused(await server.ask("/batch", { body: { ops: [op, op, op] } }), 413, "too_large"), { limit: 2 });
  deepStrictEqual(refused(await server.ask(`/models?x=${"x".repeat(8_200)}`), 413, "too_large"), { limit: 8_192 });
  deepStrictEqual(refused(await server.ask("/", { headers: { "x-long": "x".repeat(16_384) } }), 413, "too_large"), {
    limit: 16_384,
  });
  await server.define("second", {});
  deepStrictEqual(refused(await server.ask("/models", { body: { id: "third", fields: {} } }), 413, "too_large"), {
    limit: 2,
  });
});

Deno.test("refusal: 415 media_type for bodies that are not declared as JSON in UTF-8", async () => {
  await using server = await posts();
  const types = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "application/merge-patch+json",
  ];
  for (const type of types) {
    refused(
      await server.ask("/models/post/instances", { method: "POST", raw: "{}", headers: { "content-type": type } }),
      415,
      "media_type",
    );
  }
  refused(
    await server.ask("/models/post/instances", { method: "POST", raw: new Uint8Array([123, 125]) }),
    415,
    "media_type",
  );
  refused(await server.ask("/models/post/instances", { method: "POST" }), 415, "media_type");
  const fine = await server.ask(A, {
    method: "PATCH",
    raw: "{}",
    headers: { "content-type": "Application/JSON; charset=UTF-8" },
  });
  equal(fine.status, 200);
});

Deno.test("refusal: 421 misdirected for names that could be another page's", async () => {
  await using server = await posts({ config: 'hosts = ["models.local"]' });
  for (const host of ["evil.example", "evil.example:1337", "127.0.0.1.evil.example", ""]) {
    const text = await statusAt(server, `GET /models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    match(text, /^HTTP\/1\.1 421 [^]*"code":"misdirected"/, host);
  }
  for (const host of ["localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:5", "models.local:1", "10.1.2.3"]) {
    const text = await statusAt(server, `GET /models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    match(text, /^HTTP\/1\.1 200 /, host);
  }
});

/** The whole answer to bytes that no client library would send. */
async function statusAt(server: Served, text: string): Promise<string> {
  const { hostname, port } = new URL(server.serving.url);
  using connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(text));
  return await new Response(connection.readable).text();
}
