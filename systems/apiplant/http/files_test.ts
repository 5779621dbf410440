import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import type { JsonObject } from "../json/json.ts";
import { refused } from "./testing/refused.ts";
import { type Got, Served, type ServedOptions } from "./testing/served.ts";

/** A server with a model that has files. */
async function withFiles(options: ServedOptions = {}): Promise<Served> {
  const server = await Served.start(options);
  await server.define("post", {
    photo: { type: "File", max: 1_000, types: ["image/*"] },
    attached: { type: "List", of: { type: "File" } },
    draft: { type: "File", hidden: true },
  }, { idKind: "any" });
  return server;
}

/** Uploads a text. */
async function upload(server: Served, text: string, type = "image/png", name = "a.png"): Promise<Got> {
  const headers = { "content-type": type };
  return await server.ask(`/files?name=${encodeURIComponent(name)}`, { method: "POST", raw: text, headers });
}

async function uploaded(server: Served, text: string, type?: string, name?: string): Promise<JsonObject> {
  const got = await upload(server, text, type, name);
  equal(got.status, 201, got.text);
  return got.body;
}

Deno.test("route: POST /files keeps the body, and its answer is the value of a field", async () => {
  await using server = await withFiles();
  const got = await upload(server, "hello", "image/png; charset=x", "Ä b.png");
  deepStrictEqual(got.body, {
    id: got.body.id!,
    name: "Ä b.png",
    size: 5,
    type: "image/png",
    sha256: createHash("sha256").update("hello").digest("hex"),
  });
  deepStrictEqual([got.status, got.headers.get("location")], [201, `/files/${got.body.id}`]);
  const created = await server.create("post", { id: "a", photo: got.body, attached: [got.body] });
  deepStrictEqual((created.body.data as JsonObject).photo, got.body);
});

Deno.test("route: POST /files refuses names that are paths, types that are not taken, and what is too large", async () => {
  await using server = await withFiles({ config: '[files]\nmax-size = 8\ntypes = ["image/*", "text/plain"]' });
  for (const name of ["../x", "a/b", "a\\b", "a\nb", "..", "x".repeat(256), "a\u202egnp.exe"]) {
    refused(await upload(server, "x", "image/png", name), 400, "query");
  }
  for (const type of ["text/html", "image", "imagex/png", "*/*"]) {
    refused(await upload(server, "x", type), 415, "media_type");
  }
  refused(await server.ask("/files", { method: "POST", raw: new Uint8Array(1) }), 415, "media_type");
  deepStrictEqual(refused(await upload(server, "123456789"), 413, "too_large"), { limit: 8 });
  const chunks = ReadableStream.from(["12345", "6789"].map((text) => new TextEncoder().encode(text)));
  const headers = { "content-type": "text/plain" };
  refused(
    await server.ask("/files", { method: "POST", raw: chunks as unknown as BodyInit, headers }),
    413,
    "too_large",
  );
  // Nothing is left of them.
  deepStrictEqual(await Array.fromAsync(Deno.readDir(server.files.store.folder)), []);
  equal((await upload(server, "12345678", "text/plain")).status, 201);
});

Deno.test("route: GET /files/:file gives all bytes, a range of them, or nothing to a client that has them", async () => {
  await using server = await withFiles();
  const { id, sha256 } = await uploaded(server, "0123456789"), path = `/files/${id}`;
  const all = await server.ask(path);
  deepStrictEqual([all.status, all.text, all.headers.get("etag")], [200, "0123456789", `"${sha256}"`]);
  deepStrictEqual([all.headers.get("accept-ranges"), all.headers.get("content-length")], ["bytes", "10"]);
  const rows: [headers: Record<string, string>, status: number, text: string, range: string | null][] = [
    [{ range: "bytes=2-4" }, 206, "234", "bytes 2-4/10"],
    [{ range: "bytes=-3" }, 206, "789", "bytes 7-9/10"],
    [{ range: "bytes=8-" }, 206, "89", "bytes 8-9/10"],
    [{ range: "bytes=10-" }, 416, "", "bytes */10"],
    [{ range: "bytes=2-4", "if-range": `"${sha256}"` }, 206, "234", "bytes 2-4/10"],
    [{ range: "bytes=2-4", "if-range": '"other"' }, 200, "0123456789", null],
    [{ "if-none-match": `"${sha256}"` }, 304, "", null],
  ];
  for (const [headers, status, text, range] of rows) {
    const got = await server.ask(path, { headers });
    deepStrictEqual(
      [got.status, got.text, got.headers.get("content-range")],
      [status, text, range],
      JSON.stringify(headers),
    );
  }
  const head = await server.ask(path, { method: "HEAD" });
  deepStrictEqual([head.status, head.text, head.headers.get("content-length")], [200, "", "10"]);
  const none = await uploaded(server, "");
  const empty = await server.ask(`/files/${none.id}`);
  deepStrictEqual([empty.status, empty.text, none.size], [200, "", 0]);
  for (const id of ["none", "..%2e", "7d3f2e6a-0000-4000-8000-000000000000"]) {
    refused(await server.ask(`/files/${id}`), 404, "not_found");
  }
});

Deno.test("route: GET /files/:file sends nothing that a browser would run", async () => {
  await using server = await withFiles();
  const rows: [type: string, disposition: string][] = [
    ["image/png", "inline"],
    ["text/plain", "inline"],
    ["text/html", "attachment"],
    ["image/svg+xml", "attachment"],
    ["application/xhtml+xml", "attachment"],
    ["text/xml", "attachment"],
    ["application/pdf", "attachment"],
    ["text/javascript", "attachment"],
  ];
  for (const [type, disposition] of rows) {
    const { id } = await uploaded(server, "<script>alert(1)</script>", type, "é\";x'.html");
    const { headers } = await server.ask(`/files/${id}`);
    equal(
      headers.get("content-disposition"),
      `${disposition}; filename="__;x'.html"; filename*=UTF-8''%C3%A9%22%3Bx%27.html`,
    );
    equal(headers.get("content-type"), type);
    equal(headers.get("x-content-type-options"), "nosniff");
    equal(headers.get("content-security-policy"), "default-src 'none'; sandbox");
    const saved = await server.ask(`/files/${id}?download=true`);
    ok(saved.headers.get("content-disposition")!.startsWith("attachment; "));
  }
});

Deno.test("a field of type File takes files of the server only, as the upload answered them", async () => {
  await using server = await withFiles();
  const photo = await uploaded(server, "png"), other = await uploaded(server, "other", "text/plain");
  const large = await uploaded(server, "x".repeat(1_001));
  const rows: [data: JsonObject, path: string, code: string][] = [
    [{ photo: { ...photo, name: "b.png" } }, "/photo", "reference"],
    [{ photo: { ...photo, id: "7d3f2e6a-0000-4000-8000-000000000000" } }, "/photo", "reference"],
    [{ attached: [photo, { ...other, size: 4 }] }, "/attached/1", "reference"],
    [{ photo: other }, "/photo", "enum"],
    [{ photo: large }, "/photo", "max"],
    [{ photo: photo.id! }, "/photo", "type"],
  ];
  for (const [data, path, code] of rows) {
    const details = refused(await server.ask("/models/post/instances", { body: data }), 422, "validation");
    deepStrictEqual((details as JsonObject[]).map(({ path, code }) => [path, code]), [[path, code]]);
  }
  await server.create("post", { id: "a", photo, attached: [other] });
  equal(
    (await server.ask("/models/post/instances/a", { method: "PATCH", body: { attached: [other, photo] } })).status,
    200,
  );
});

Deno.test("a file that only a hidden field has is not read, and one of a shown field is", async () => {
  await using server = await withFiles();
  const draft = await uploaded(server, "secret"), path = `/files/${draft.id}`;
  equal((await server.ask(path)).status, 200);
  await server.create("post", { id: "a", draft });
  refused(await server.ask(path), 404, "not_found");
  await server.create("post", { id: "b", photo: draft });
  equal((await server.ask(path)).text, "secret");
});

Deno.test("sweep() removes files a day after the last instance that had them, and keeps bytes that others have", async () => {
  let now = Date.now();
  const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
  await using server = await withFiles({ clock });
  const day = 24 * 3_600_000;
  const [one, same, used] = [await uploaded(server, "a"), await uploaded(server, "a"), await uploaded(server, "b")];
  await server.create("post", { id: "a", photo: same });
  await server.create("post", { id: "b", attached: [used] });
  const names = async () => (await Array.fromAsync(Deno.readDir(server.files.store.folder))).length;
  equal(await names(), 5);
  deepStrictEqual(await server.files.sweep(), { files: 0, contents: 0 });
  now += day + 60_000;
  deepStrictEqual(await server.files.sweep(), { files: 1, contents: 0 });
  refused(await server.ask(`/files/${one.id}`), 404, "not_found");
  equal((await server.ask(`/files/${same.id}`)).text, "a");
  equal((await server.ask("/models/post/instances/a", { method: "DELETE" })).status, 204);
  // Its day begins when the instance goes.
  deepStrictEqual(await server.files.sweep(), { files: 0, contents: 0 });
  now += day + 60_000;
  deepStrictEqual(await server.files.sweep(), { files: 1, contents: 1 });
  refused(await server.ask(`/files/${same.id}`), 404, "not_found");
  equal((await server.ask(`/files/${used.id}`)).text, "b");
  equal(
    (await server.ask("/models/post", {
      method: "PATCH",
      body: { fields: { attached: null }, migration: [{ drop: "attached" }] },
    })).status,
    200,
  );
  await server.files.sweep();
  now += day + 60_000;
  deepStrictEqual(await server.files.sweep(), { files: 1, contents: 1 });
  equal(await names(), 0);
});

Deno.test("restore of a value whose file was removed is refused", async () => {
  let now = Date.now();
  const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
  await using server = await withFiles({ clock });
  const photo = await uploaded(server, "a"), { body: { revision } } = await server.create("post", { id: "a", photo });
  await server.ask("/models/post/instances/a", { method: "PATCH", body: { photo: null } });
  const restore = () => server.ask("/models/post/instances/a/restore", { body: { revision: revision! } });
  equal((await restore()).status, 200);
  await server.ask("/models/post/instances/a", { method: "PATCH", body: { photo: null } });
  await server.files.sweep();
  now += 25 * 3_600_000;
  deepStrictEqual(await server.files.sweep(), { files: 1, contents: 1 });
  refused(await restore(), 422, "validation");
});
