import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { Served } from "./served.ts";
import { Started } from "./started.ts";

Deno.test("an address opens the page once, which then has no ticket in its address, and a reload keeps it", async () => {
  await using started = await Started.with();
  const address = await started.address(), page = await started.context.newPage();
  await page.goto(address);
  await page.getByText("● live").waitFor();
  strictEqual(page.url().includes(address.split("#")[1]!), false);
  await page.reload();
  await page.getByText("● live").waitFor();
  const other = await (await started.context.browser()!.newContext()).newPage();
  await other.goto(address);
  await other.getByText("Press Enter where the console runs").waitFor();
  await other.context().close();
  deepStrictEqual(started.complaints.filter((text) => !text.includes("401")), []);
});

Deno.test("another tab gets the token from the first, and a page of another port gets nothing", async () => {
  await using started = await Started.with();
  const page = await started.page();
  await page.getByText("● live").waitFor();
  const origin = new URL(page.url()).origin, second = await started.context.newPage();
  await second.goto(origin);
  await second.getByText("● live").waitFor();
  await using foreign = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    return new Response("<!doctype html><title>foreign</title>", { headers: { "content-type": "text/html" } });
  });
  const other = await started.context.newPage();
  await other.goto(`http://127.0.0.1:${foreign.addr.port}/`);
  const found = await other.evaluate(async (url: string) => {
    const failed = (promise: Promise<unknown>) => promise.then(() => "answered", () => "failed");
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/live`);
    const closed = new Promise((resolve) => {
      socket.onopen = () => resolve("opened");
      socket.onerror = () => resolve("failed");
    });
    const post = fetch(`${url}/api/ticket`, { method: "POST", mode: "no-cors", body: "{}" }).then(({ type }) => type);
    return [
      await failed(fetch(`${url}/api/about`)),
      await closed,
      await post.catch(() => "failed"),
      sessionStorage.length,
    ];
  }, origin);
  strictEqual(found[0], "failed");
  strictEqual(found[1], "failed");
  strictEqual(found[3], 0);
});

Deno.test("another tab gets the token also from a first one that stands still for longer than the tab waits", async () => {
  await using served = await Served.with();
  await served.intercept();
  const page = await served.page();
  await page.getByText("● live").waitFor();
  const asked = Promise.withResolvers<void>(), held = Promise.withResolvers<void>();
  await page.route("**/held", async (route) => {
    asked.resolve();
    await held.promise;
    await route.fulfill({ status: 204 });
  });
  const standing = page.evaluate(() => {
    const request = new XMLHttpRequest();
    request.open("GET", "/held", false);
    request.send();
  });
  await asked.promise;
  const second = await served.context.newPage();
  await second.goto(new URL(page.url()).origin);
  await second.getByText("This page has no token").waitFor();
  held.resolve();
  await standing;
  await second.getByText("● live").waitFor();
  deepStrictEqual(served.complaints, []);
});

Deno.test("a page of another port, or of a name that was made to lead here, gets no page to read and none to frame", async () => {
  await using served = await Served.with();
  const page = await served.page(), { port } = new URL(page.url());
  await page.getByText("● live").waitFor();
  const rebound = await served.context.newPage(), answer = await rebound.goto(`http://rebound.test:${port}/`);
  strictEqual(answer!.status(), 421);
  match(await answer!.text(), /"code":"HostRefused"/);
  const type = { "content-type": "text/html" }, text = `<iframe src="http://127.0.0.1:${port}/"></iframe>`;
  await using foreign = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    return new Response(`<!doctype html><title>foreign</title>${text}`, { headers: type });
  });
  const framing = await served.context.newPage();
  const framed = framing.waitForResponse((response) => response.url() === `http://127.0.0.1:${port}/`);
  await framing.goto(`http://127.0.0.1:${foreign.addr.port}/`);
  strictEqual((await framed).status(), 403);
  strictEqual(await framing.frameLocator("iframe").getByRole("main").count(), 0);
});

Deno.test("two consoles in one browser do not log each other out, and neither sets a cookie", async () => {
  await using one = await Served.with();
  await using other = await Served.with();
  const pages = [await one.page(), await one.visit(other.address())];
  for (const page of [...pages, ...pages]) {
    await page.reload();
    await page.getByText("● live").waitFor();
  }
  deepStrictEqual(await one.context.cookies(), []);
  const tokens = await Promise.all(pages.map((page) => page.evaluate(() => sessionStorage.getItem("fluxwire-token"))));
  strictEqual(tokens[0] === tokens[1], false);
  strictEqual(await pages[0]!.evaluate(() => localStorage.length), 0);
  deepStrictEqual([one.complaints, one.elsewhere], [[], []]);
});
