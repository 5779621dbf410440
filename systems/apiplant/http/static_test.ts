import { deepStrictEqual, equal, ok } from "node:assert/strict";
import { Served } from "./testing/served.ts";

/** A server with files, in a folder that goes with it. */
async function start(config = ""): Promise<{ server: Served; folder: string } & AsyncDisposable> {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/public/sub`, { recursive: true });
  await Deno.writeTextFile(`${folder}/secret.txt`, "outside");
  const files = {
    "index.html": "<h1>home</h1>",
    "404.html": "<h1>none</h1>",
    "a b.txt": "0123456789",
    "sub/index.html": "sub",
    ".env": "KEY=1",
    "models": "shadow",
  };
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/public/${name}`, text);
  await Deno.symlink(`${folder}/secret.txt`, `${folder}/public/link.txt`);
  await Deno.symlink(`${folder}/public/a b.txt`, `${folder}/public/inside.txt`);
  const server = await Served.start({ config, public: `${folder}/public` });
  return {
    server,
    folder,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

const HTML = { accept: "text/html" };

Deno.test("files of the public folder are served behind the routes, with their types", async () => {
  await using at = await start();
  const text = await at.server.ask("/a%20b.txt");
  deepStrictEqual([text.status, text.text, text.headers.get("content-type"), text.headers.get("content-length")], [
    200,
    "0123456789",
    "text/plain; charset=utf-8",
    "10",
  ]);
  equal((await at.server.ask("/sub/")).text, "sub");
  equal((await at.server.ask("/", { headers: HTML })).text, "<h1>home</h1>");
  equal((await at.server.ask("/")).body.name, "fluxwire apiplant");
  deepStrictEqual((await at.server.ask("/models")).body, { items: [], total: 0 });
  equal((await at.server.ask("/inside.txt")).text, "0123456789");
  const head = await at.server.ask("/a%20b.txt", { method: "HEAD" });
  deepStrictEqual([head.status, head.text], [200, ""]);
});

Deno.test("nothing outside of the public folder is served, and nothing hidden", async () => {
  await using at = await start();
  const paths = [
    "/link.txt",
    "/.env",
    "/%2e%2e/secret.txt",
    "/sub/%2e%2e/%2e%2e/secret.txt",
    "/sub",
    "/nope.txt",
    "//etc/passwd",
    "/sub//index.html",
  ];
  for (const path of paths) {
    const { status, text } = await at.server.ask(path);
    equal(status, 404, path);
    ok(!text.includes("outside") && !text.includes("KEY"), path);
  }
  for (const path of ["/..%2fsecret.txt", "/..%5csecret.txt", "/a%00.txt", "/%2fetc%2fpasswd"]) {
    equal((await at.server.ask(path)).status, 400, path);
  }
  const page = await at.server.ask("/nope", { headers: HTML });
  deepStrictEqual([page.status, page.text], [404, "<h1>none</h1>"]);
  equal((await at.server.ask("/a%20b.txt", { method: "POST" })).status, 405);
});

Deno.test("ranges and entity tags of files", async () => {
  await using at = await start();
  const rows: [string, number, string, string | null][] = [
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
    ["bytes=10-", 416, "", "bytes */10"],
    ["bytes=4-2", 200, "0123456789", null],
    ["bytes=0-1,3-4", 200, "0123456789", null],
    ["lines=1-2", 200, "0123456789", null],
  ];
  for (const [range, status, text, content] of rows) {
    const got = await at.server.ask("/a%20b.txt", { headers: { range } });
    deepStrictEqual([got.status, got.text, got.headers.get("content-range")], [status, text, content], range);
  }
  const tag = (await at.server.ask("/a%20b.txt")).headers.get("etag")!;
  equal((await at.server.ask("/a%20b.txt", { headers: { "if-none-match": tag } })).status, 304);
  equal((await at.server.ask("/a%20b.txt", { headers: { range: "bytes=0-1", "if-range": '"other"' } })).status, 200);
});

Deno.test("with a mount path, routes and files stand below it alone", async () => {
  await using at = await start('mount-path = "api/v1/"\n');
  const origin = new URL(at.server.serving.url).origin;
  ok(at.server.serving.url.endsWith("/api/v1"));
  for (
    const [path, status] of [
      ["/api/v1", 200],
      ["/api/v1/", 200],
      ["/api/v1/models", 200],
      ["/api/v1/sub/", 200],
      ["/models", 404],
      ["/api/v1x", 404],
      ["/", 404],
    ] as const
  ) {
    const response = await fetch(origin + path);
    await response.body?.cancel();
    equal(response.status, status, path);
  }
  const { headers } = await at.server.define("post", {});
  equal(headers.get("location"), "/api/v1/models/post");
});
