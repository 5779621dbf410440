import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { pings, START } from "./recording_lines.ts";
import { Served } from "./served.ts";
import { Started } from "./started.ts";
import { Tunnel } from "./tunnel.ts";

/** What Chromium says of a socket that it cannot open. */
const NO_SOCKET = /WebSocket connection to .* failed/;

Deno.test("a page that loses its server says so, keeps its list, and goes on where it was", async () => {
  await using served = await Served.with();
  await using tunnel = new Tunnel(served.address());
  const lines = [...START, ...pings(1, 8)], page = await served.visit(tunnel.through(served.address()));
  served.push(lines.slice(0, 10));
  await page.getByText("9 of 9").waitFor();
  await page.getByLabel("Fold pings").uncheck();
  tunnel.break();
  await page.getByText("◐ reconnecting").waitFor();
  await page.getByRole("alert").getByText("The connection is lost: the console does not answer").waitFor();
  await page.getByText("9 of 9").waitFor();
  await page.getByRole("option", { name: "connected" }).waitFor();
  await page.getByRole("button", { name: "Try now" }).waitFor();
  served.push(lines.slice(10));
  tunnel.isBroken = false;
  await page.getByText("● live").waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
  await page.getByText("17 of 17").waitFor();
  await page.getByText("18 lines read").waitFor();
  await page.getByRole("option").nth(16).waitFor();
  const numbers = await page.getByRole("option").locator(".number").allTextContents();
  deepStrictEqual(numbers.map(Number), Array.from({ length: 17 }, (_, index) => index + 1));
  await checked(served, page, { allowed: NO_SOCKET });
});

Deno.test("what a page missed while it had no server is counted, in the list and below it", async () => {
  await using served = await Served.with();
  await using tunnel = new Tunnel(served.address());
  const lines = [...START, ...pings(1, 4)], page = await served.visit(tunnel.through(served.address()));
  served.push(lines);
  await page.getByText("9 of 9").waitFor();
  tunnel.break();
  await page.getByText("◐ reconnecting").waitFor();
  // More than the server keeps.
  served.push([...START, ...pings(1, 20_000)].slice(10));
  const pushed = served.lines.next, lost = served.lines.read(10, 1).missed;
  tunnel.isBroken = false;
  ok(lost > 0, `${lost} of ${pushed} lines are not kept`);
  const number = (value: number) => value.toLocaleString("en");
  await page.getByText(`${number(pushed - lost)} lines read, ${number(lost)} missed`).waitFor();
  await page.getByLabel("Filter").fill("n<20");
  await page.getByRole("option", { name: `${number(lost)} lines were not shown` }).waitFor();
});

Deno.test("a console that ends reads differently from one that cannot be reached, and the list stays", async () => {
  await using started = await Started.with();
  const page = await started.page();
  await page.getByText("● live").waitFor();
  await started.end();
  await page.getByText("○ ended").waitFor();
  await page.getByRole("alert").getByText("The console has ended. What is shown stays.").waitFor();
  await checked(started, page);
});

Deno.test("a page behind whose address another console stands says so, and a reload says how to get an address", async () => {
  await using served = await Served.with();
  await using another = await Served.with();
  await using tunnel = new Tunnel(served.address());
  const page = await served.visit(tunnel.through(served.address()));
  await page.getByText("● live").waitFor();
  tunnel.leadTo(another.address());
  await page.getByText("○ ended").waitFor();
  await page.getByRole("alert").getByText("The console was started again.").waitFor();
  await page.reload();
  await page.getByText("Press Enter where the console runs").waitFor();
  await checked(served, page, { allowed: /WebSocket connection to .* failed|status of 401/ });
  strictEqual(await page.evaluate(() => sessionStorage.getItem("fluxwire-token")), null);
});

Deno.test("a page whose token comes too late for the server tries again, and is not one of an older console", async () => {
  await using served = await Served.with();
  let sockets = 0;
  await served.context.routeWebSocket(/\/api\/live$/, (page) => {
    const server = page.connectToServer();
    if (sockets++ === 0) page.onMessage(() => {/* The token is on its way. */});
    server.onClose((code, reason) => void page.close({ code, reason }));
  });
  served.push(START);
  const page = await served.page();
  await page.getByText("● live").waitFor();
  await page.getByText("2 lines read").waitFor();
  strictEqual(sockets, 2);
  deepStrictEqual(served.complaints, []);
});

Deno.test("a page of another build than its server's says that the console was updated", async () => {
  await using served = await Served.with();
  await served.context.routeWebSocket("**/api/live", (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) => socket.send(String(text).replace(/"build":"[0-9a-f]+"/, '"build":"another"')));
  });
  const page = await served.page();
  await page.getByRole("alert").getByText("The console was updated").waitFor();
  await checked(served, page);
  await served.context.unrouteAll();
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByText("● live").waitFor();
});
