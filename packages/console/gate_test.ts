import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { MAX_BODY_BYTES } from "./api.ts";
import { type Console, serveConsole } from "./serve_console.ts";
import { FakeSource } from "./testing/fake_source.ts";
import { raw } from "./testing/raw_http.ts";

/** A console with one source, its port, its token, and the headers of its page. */
async function started(isView = false): Promise<{ console: Console; port: number; token: string; own: string[] }> {
  const source = new FakeSource(), running = serveConsole({ sources: [source], version: "0.1.0", isView });
  const port = Number(new URL(running.address).port), ticket = running.open().split("#")[1]!;
  const own = [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, "Content-Type: application/json"];
  const { text } = await raw(port, "POST /api/ticket", own, JSON.stringify({ ticket }));
  const token = /"token":"([0-9a-f]{64})"/.exec(text)![1]!;
  return { console: running, port, token, own: [...own, `Authorization: Bearer ${token}`] };
}

const ABOUT = "GET /api/about", ECHO = "POST /api/sources/one/echo", JSON_TYPE = "Content-Type: application/json";

Deno.test("the gate: Host must name this machine, at any port", async () => {
  const { console: running, port } = await started();
  await using _running = running;
  for (const host of ["127.0.0.1", "localhost:9999", "LOCALHOST", "[::1]", `[::1]:${port}`]) {
    strictEqual((await raw(port, "GET /", [`Host: ${host}`])).status, 200, host);
  }
  for (
    const host of ["evil.test", "127.0.0.1.evil.test", "127.0.0.1@evil.test", "evil.test:127.0.0.1", "::1", "[::1", ""]
  ) {
    const { status } = await raw(port, "GET /", [`Host: ${host}`]);
    strictEqual(status === 421 || status === 400, true, `${host}: ${status}`);
  }
  strictEqual((await raw(port, "GET /", ["Host: evil.test"])).status, 421);
});

Deno.test("the gate: an Origin is that of the page, and POST and WebSockets need one", async () => {
  const { console: running, port, token } = await started();
  await using _running = running;
  const host = `Host: localhost:${port}`, pass = `Authorization: Bearer ${token}`;
  const posted = async (...headers: string[]) =>
    (await raw(port, ECHO, [host, pass, JSON_TYPE, ...headers], "{}")).status;
  strictEqual(await posted(`Origin: http://localhost:${port}`), 200);
  for (const origin of [[], [`Origin: http://127.0.0.1:${port}`], ["Origin: null"], [`Origin: http://localhost:1`]]) {
    strictEqual(await posted(...origin), 403, String(origin));
  }
  strictEqual((await raw(port, ABOUT, [host, pass, "Origin: http://evil.test"])).status, 403);
  strictEqual((await raw(port, ABOUT, [host, pass])).status, 200);
  const upgrade = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==",
  ];
  for (const origin of [[], ["Origin: http://localhost:1"], ["Origin: null"]]) {
    strictEqual((await raw(port, "GET /api/live", [host, ...upgrade, ...origin])).status, 403);
  }
});

Deno.test("the gate: a foreign site's requests are refused, except to open the page", async () => {
  const { console: running, port, token } = await started();
  await using _running = running;
  const own = [`Host: 127.0.0.1:${port}`, `Authorization: Bearer ${token}`];
  const navigation = ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
  for (const site of ["same-site", "cross-site", "none"]) {
    strictEqual((await raw(port, "GET /app.js", [...own, `Sec-Fetch-Site: ${site}`])).status, 403, site);
    strictEqual((await raw(port, ABOUT, [...own, `Sec-Fetch-Site: ${site}`, ...navigation])).status, 403, site);
    strictEqual((await raw(port, "GET /", [...own, `Sec-Fetch-Site: ${site}`, ...navigation])).status, 200, site);
  }
  const framed = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"];
  strictEqual((await raw(port, "GET /", [...own, ...framed])).status, 403);
  strictEqual((await raw(port, ABOUT, [...own, "Sec-Fetch-Site: same-origin"])).status, 200);
});

Deno.test("the gate: other methods, other types of bodies and larger bodies are refused", async () => {
  const { console: running, port, token } = await started();
  await using _running = running;
  const own = [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, `Authorization: Bearer ${token}`];
  for (const method of ["OPTIONS", "PUT", "DELETE", "HEAD", "PATCH"]) {
    const { status, text } = await raw(port, `${method} /api/about`, own);
    strictEqual(status, 405, method);
    strictEqual(/access-control/i.test(text), false);
  }
  for (const type of ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded"]) {
    strictEqual((await raw(port, ECHO, [...own, `Content-Type: ${type}`], "{}")).status, 415, type);
  }
  strictEqual((await raw(port, ECHO, [...own, JSON_TYPE], "{")).status, 400);
  const large = JSON.stringify("x".repeat(17 << 20));
  strictEqual((await raw(port, ECHO, [...own, JSON_TYPE], large)).status, 413);
});

Deno.test("the gate: a token is needed for everything but the page and the ticket", async () => {
  const { console: running, port, token } = await started();
  await using _running = running;
  const own = [`Host: 127.0.0.1:${port}`, `Origin: http://127.0.0.1:${port}`, JSON_TYPE];
  for (
    const wrong of [[], ["Authorization: Bearer x"], [`Authorization: Basic ${token}`], [
      `Authorization: Bearer ${token}0`,
    ]]
  ) {
    strictEqual((await raw(port, ABOUT, [...own, ...wrong])).status, 401, String(wrong));
    strictEqual((await raw(port, ECHO, [...own, ...wrong], "{}")).status, 401, String(wrong));
  }
  strictEqual((await raw(port, "GET /app.css", own)).status, 200);
});

Deno.test("the gate: every answer is kept nowhere, and the page may load nothing from elsewhere", async () => {
  const { console: running, port } = await started();
  await using _running = running;
  const page = (await raw(port, "GET /", [`Host: 127.0.0.1:${port}`])).text;
  const refused = (await raw(port, ABOUT, [`Host: 127.0.0.1:${port}`])).text;
  for (const text of [page, refused]) {
    for (const line of ["cache-control: no-store", "x-content-type-options: nosniff", "referrer-policy: no-referrer"]) {
      strictEqual(text.includes(line), true, line);
    }
    match(text, /content-security-policy: default-src 'none'/);
    for (const kind of ["opener", "resource"]) match(text, new RegExp(`cross-origin-${kind}-policy: same-origin`));
  }
  const nonce = /'nonce-([0-9a-f]{32})'/.exec(page)![1]!;
  match(page, new RegExp(`nonce="${nonce}"`));
  deepStrictEqual(/content-security-policy: (.*)/.exec(page)![1]!.trim().split("; "), [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types fluxwire",
  ]);
  strictEqual(page.includes("unsafe-inline"), false);
});

Deno.test("the gate: it listens on 127.0.0.1 alone", async () => {
  await using running = serveConsole({ sources: [], version: "0.1.0" });
  const port = Number(new URL(running.address).port);
  await rejects(Deno.connect({ hostname: "127.0.0.2", port }), Deno.errors.ConnectionRefused);
});

Deno.test("--view refuses calls, and operations that change something", async () => {
  const { console: running, port, own } = await started(true);
  await using _running = running;
  strictEqual((await raw(port, ECHO, own, "{}")).status, 200);
  for (const name of ["drop", "call", "file"]) {
    const { status, text } = await raw(port, `POST /api/sources/one/${name}`, own, "{}");
    strictEqual(status, 403);
    match(text, /"code":"ViewOnly"/);
  }
});

Deno.test("a file goes to its source with its name and type, and is refused whole if it is larger than a request may be", async () => {
  const { console: running, port, own } = await started();
  await using _running = running;
  const file = "POST /api/sources/one/file?name=a%20b.png&type=image/png";
  match((await raw(port, file, own, "12345")).text, /\{"name":"a b\.png","type":"image\/png","size":5\}/);
  const { status, text } = await raw(port, file, own, "x".repeat(MAX_BODY_BYTES + 1));
  strictEqual(status, 413);
  match(text, /"code":"BodyTooLarge"/);
});

Deno.test("a file of a source comes as bytes that no browser shows or runs, also where it is a script", async () => {
  const { console: running, port, own } = await started(true);
  await using _running = running;
  const { status, text } = await raw(port, "POST /api/sources/one/saved", own, '{"file":"a"}');
  strictEqual(status, 200);
  match(text, /\r\n<script>a<\/script>/);
  const headers = [
    "content-type: application/octet-stream",
    "content-disposition: attachment",
    "x-content-type-options: nosniff",
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    "cache-control: no-store",
    "cross-origin-resource-policy: same-origin",
  ];
  for (const header of headers) strictEqual(text.includes(`${header}\r\n`), true, header);
  strictEqual((await raw(port, "POST /api/sources/one/saved", own, '{"file":1}')).status, 400);
  strictEqual((await raw(port, "POST /api/sources/one/saved", own.slice(0, -1), '{"file":"a"}')).status, 401);
});

Deno.test("an operation's error keeps its code and its remedy, and unknown names are 404", async () => {
  const { console: running, port, own } = await started();
  await using _running = running;
  const failed = await raw(port, "POST /api/sources/one/fail", own, "{}");
  strictEqual(failed.status, 422);
  match(failed.text, /\{"error":\{"code":"Timeout","message":"Cannot do it","remedy":"Wait"\}\}/);
  for (const path of ["/api/sources/two/echo", "/api/sources/one/toString", "/api/sources/one", "/api/%ff"]) {
    strictEqual((await raw(port, `POST ${path}`, own, "{}")).status, 404, path);
  }
  const called = await raw(port, "POST /api/sources/one/call?session=1", own, "[1]");
  match(called.text, /fluxwire-layout: 0\.7\.1[^]*\r\n\r\n[^]*\[1\]/);
});
