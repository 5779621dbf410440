import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { serveConsole } from "./serve_console.ts";
import { FakeSource } from "./testing/fake_source.ts";
import { Page } from "./testing/page.ts";

Deno.test("a page gets the lines of a stream from a number on, and those that come", async () => {
  const source = new FakeSource();
  await using running = serveConsole({ sources: [source], version: "0.1.0" });
  for (const line of ["a", "b", "c"]) source.ring.push(line);
  await using page = await Page.open(running);
  page.send({ on: 7, source: "one", stream: "wire", from: 1 });
  deepStrictEqual(await page.next(), { id: 7, lines: ["b", "c"], missed: 0 });
  source.ring.push("d");
  deepStrictEqual(await page.next(), { id: 7, lines: ["d"], missed: 0 });
  page.send({ off: 7 });
  page.send({ on: 8, source: "one", stream: "wire", from: 3 });
  deepStrictEqual(await page.next(), { id: 8, lines: ["d"], missed: 0 });
  source.ring.finish({ code: "Timeout", message: "late", remedy: null });
  deepStrictEqual(await page.next(), { id: 8, end: { code: "Timeout", message: "late", remedy: null } });
});

Deno.test("a page gets no more lines than its credit, and learns how many it has missed", async () => {
  const source = new FakeSource();
  await using running = serveConsole({ sources: [source], version: "0.1.0" });
  await using page = await Page.open(running);
  page.send({ on: 1, source: "one", stream: "wire", from: 0 });
  for (let number = 0; number < 5_000; number++) source.ring.push(String(number));
  let got = 0;
  while (got < 4_000) got += (await page.next() as { lines: readonly string[] }).lines.length;
  strictEqual(got, 4_000);
  for (let number = 5_000; number < 300_000; number++) source.ring.push(String(number));
  page.send({ credit: 1, rows: 2 });
  deepStrictEqual(await page.next(), { id: 1, lines: ["37856", "37857"], missed: 33_856 });
});

Deno.test("a page without the token, with a wrong one, or with nonsense is closed", async () => {
  const clock = new ManualClock(), source = new FakeSource();
  await using running = serveConsole({ sources: [source], version: "0.1.0", clock });
  for (const first of [{ token: "x" }, { on: 1, source: "one", stream: "wire", from: 0 }, { credit: 1, rows: 1 }]) {
    await using page = await Page.without(running);
    page.send(first);
    strictEqual(await page.closed, 4401, JSON.stringify(first));
  }
  {
    await using silent = await Page.without(running);
    // A page may be open before the server has begun to wait for its token.
    await clock.timer(2_000);
    clock.advance(2_000);
    strictEqual(await silent.closed, 4408);
  }
  await using page = await Page.open(running);
  page.send({ nonsense: 1 } as never);
  strictEqual(await page.closed, 4400);
});

Deno.test("a stream that is not there ends with an error, and 65 streams are too many", async () => {
  await using running = serveConsole({ sources: [new FakeSource()], version: "0.1.0" });
  await using page = await Page.open(running);
  page.send({ on: 1, source: "one", stream: "logs", from: 0 });
  strictEqual((await page.next() as { end: { code: string } }).end.code, "SourceUnknown");
  for (let id = 0; id < 65; id++) page.send({ on: id, source: "one", stream: "wire", from: 0 });
  strictEqual(await page.closed, 4429);
});

Deno.test("the 33rd page is closed, and learns that another must be", async () => {
  await using running = serveConsole({ sources: [new FakeSource()], version: "0.1.0" });
  await using pages = new AsyncDisposableStack();
  for (let count = 0; count < 32; count++) pages.use(await Page.open(running));
  const late = pages.use(await Page.without(running));
  deepStrictEqual([await late.closed, late.reason], [4429, "32 pages of this console are open: close one"]);
});

Deno.test("bytes for a run reach its source, and are refused if the console only looks", async () => {
  for (const isView of [false, true]) {
    const source = new FakeSource();
    await using running = serveConsole({ sources: [source], version: "0.1.0", isView });
    await using page = await Page.open(running);
    page.send({ on: 1, source: "one", stream: "wire", from: 0 });
    page.send({ write: 1, base64: btoa("ls") });
    const message = await page.next();
    if (isView) strictEqual((message as { end: { code: string } }).end.code, "ViewOnly");
    else deepStrictEqual(message, { id: 1, lines: ["wire took ls"], missed: 0 });
    strictEqual(source.ring.next, isView ? 0 : 1);
  }
});

Deno.test("a console that is closed closes its sources and its pages", async () => {
  const source = new FakeSource(), running = serveConsole({ sources: [source], version: "0.1.0" });
  await using page = await Page.open(running);
  await running.close();
  strictEqual(await page.closed, 1001);
  strictEqual(source.isClosed, true);
});
