import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { keepDrawn, pictured, textsWith, untilDrawn } from "./drawn.ts";
import type { Page } from "./playwright.ts";
import { run } from "./query_page.ts";
import { driverArgs, Started } from "./started.ts";

/** Two secrets, one of the field that DBFlux keeps secret and one of another. */
const PLANTED = "planted-secret-1", OTHER = "planted-secret-2";

async function connectScreen(started: Started): Promise<Page> {
  const page = await started.page();
  await page.getByRole("navigation").getByRole("button", { name: "Connect" }).click();
  await page.getByRole("region", { name: "What is sent" }).waitFor();
  return page;
}

Deno.test("Connect shows the form as a release of DBFlux does: what it lacks is struck through, and what is always sent is fixed", async () => {
  await using started = await Started.with({ args: driverArgs("planets"), scheme: "dark" });
  const page = await connectScreen(started), certificate = page.getByLabel("Certificate");
  strictEqual(await certificate.isEnabled(), false);
  await page.getByLabel("TLS").check();
  strictEqual(await certificate.isEnabled(), true);
  await page.getByLabel("TLS").uncheck();
  strictEqual(await page.getByLabel("Region").isEnabled(), false);
  await page.getByText("always sends its default, eu: us cannot be chosen").first().waitFor();
  strictEqual(await page.locator("s").count(), 0);
  await page.getByLabel("Release").selectOption("0.4");
  await page.getByText("WriteOnly since 0.6; this release gets Password").waitFor();
  await page.getByText("off while star is set since 0.6").waitFor();
  strictEqual(await page.getByText("The star that planets go round").evaluate(({ tagName }) => tagName), "S");
  await page.getByRole("tab", { name: "More" }).click();
  await page.getByText("DynamicSelect since 0.5; this release gets Text").waitFor();
  await checked(started, page);
});

Deno.test("Connect refuses at the fields first, with the tab and the focus there, and then shows what the driver says with its frame", async () => {
  await using started = await Started.with({ args: driverArgs("planets") });
  const page = await connectScreen(started);
  await page.getByRole("tab", { name: "More" }).click();
  // Without any frame: keys that come before the next one are for the field as well.
  const focused = await page.getByRole("button", { name: "Connect" }).last().evaluate(async (button) => {
    const frames = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = () => 0;
    (button as HTMLElement).click();
    await new Promise((resolve) => setTimeout(resolve));
    globalThis.requestAnimationFrame = frames;
    return document.activeElement!.id;
  });
  strictEqual(focused, "field-star");
  await page.getByText("✕ is required").waitFor();
  strictEqual(await page.getByRole("tab", { name: "Main" }).getAttribute("aria-selected"), "true");
  await page.keyboard.type("Nova");
  await page.getByLabel("Port").fill("70000");
  await page.keyboard.press("Enter");
  await page.getByText("✕ must be a whole number from 0 to 65535").waitFor();
  await checked(started, page);
  await page.getByLabel("Port").fill("443");
  await page.getByRole("button", { name: "Copy as probe open" }).click();
  await page.getByText("deno task probe open TARGET --layout 0.7.1 --value star=Nova --value port=443").waitFor();
  await page.getByLabel("Port").press("Enter");
  const alert = page.getByRole("alert");
  await alert.getByText("do not open Nova").waitFor();
  // The frame may come after the answer that says so.
  const inWire = alert.getByRole("button", { name: /^Frame \d+ in Wire$/ });
  await inWire.waitFor();
  await checked(started, page, { allowed: /status of 422/ });
  await inWire.click();
  await page.getByRole("article", { name: /^Frame/ }).getByText("body.message").waitFor();
  deepStrictEqual(started.complaints.filter((text) => !text.includes("422")), []);
});

Deno.test("Connect sends secrets once, and they are nowhere in the page, its storage, its address, its streams or a picture of it", async () => {
  await using started = await Started.with({ args: driverArgs("planets") });
  await keepDrawn(started.context);
  const sent: string[] = [], streamed: string[] = [];
  started.context.on("page", (page) => {
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => streamed.push(String(payload))));
    page.on("request", (request) => {
      if (request.postData()?.includes(PLANTED)) sent.push(new URL(request.url()).pathname);
    });
  });
  const page = await connectScreen(started), drawn: string[] = [];
  const fill = async (star: string): Promise<void> => {
    await page.getByRole("textbox", { name: "Star" }).fill(star);
    await page.getByLabel("Password").fill(PLANTED);
    await page.getByLabel("Key", { exact: true }).fill(OTHER);
    await page.getByText("password [masked]").waitFor();
    await page.getByRole("textbox", { name: "Star" }).press("Enter");
  };
  await fill("Nova");
  await page.getByText("[masked] and [masked] do not open Nova").waitFor();
  drawn.push(...await pictured(page));
  await fill("Sun");
  await page.getByText("● Connected in").waitFor();
  drawn.push(...await pictured(page));
  await checked(started, page, { allowed: /status of 422/ });
  deepStrictEqual(sent, ["/api/sources/driver/open", "/api/sources/driver/open"]);
  await page.getByRole("navigation").getByRole("button", { name: "Wire" }).click();
  await page.getByRole("option").filter({ hasText: "SessionOpened" }).waitFor();
  await page.getByRole("option").filter({ hasText: "OpenSession" }).last().click();
  for (const view of ["Bytes", "JSON", "Fields"]) {
    await page.getByRole("tab", { name: view }).click();
    await page.getByRole("article", { name: /^Frame/ }).getByText("OpenSession").first().waitFor();
    drawn.push(...await pictured(page));
  }
  await page.getByRole("article").getByText("body.profileJson").waitFor();
  await page.getByRole("navigation").getByRole("button", { name: "Query" }).click();
  await page.locator(".cm-content").waitFor();
  await run(page, "anything");
  await untilDrawn(page, "*".repeat(PLANTED.length));
  drawn.push(...await pictured(page));
  const everywhere = await page.evaluate(() => {
    const inputs = [...document.querySelectorAll("input")].map(({ value }) => value);
    const stored = [...Object.values(sessionStorage), ...Object.values(localStorage)];
    return [document.documentElement.outerHTML, location.href, JSON.stringify(history.state), ...inputs, ...stored];
  });
  for (const secret of [PLANTED, OTHER]) {
    deepStrictEqual(textsWith(drawn, secret), []);
    strictEqual(everywhere.some((text) => text.includes(secret)), false);
    strictEqual(streamed.some((text) => text.includes(secret) || text.includes(hexOf(secret))), false);
  }
  ok(streamed.some((text) => text.includes("OpenSession")));
});

Deno.test("what was typed into form, statement and filter stays through a reload, and no secret among it does", async () => {
  await using started = await Started.with({ args: driverArgs("planets") });
  await started.context.addInitScript(() => {
    if (location.origin === "null") return;
    (globalThis as unknown as { stayed: string }).stayed = JSON.stringify({ ...sessionStorage });
  });
  const page = await connectScreen(started), screens = page.getByRole("navigation");
  await page.getByRole("textbox", { name: "Star" }).fill("Sun");
  await page.getByLabel("Port").fill("443");
  await page.getByLabel("Password").fill(PLANTED);
  await page.getByLabel("Key", { exact: true }).fill(OTHER);
  await screens.getByRole("button", { name: "Wire" }).click();
  await page.getByLabel("Filter").fill("type:Hello");
  await screens.getByRole("button", { name: "Query" }).click();
  await page.getByRole("button", { name: "Fill in the form" }).click();
  await page.getByLabel("Password").fill(PLANTED);
  await page.getByRole("textbox", { name: "Star" }).press("Enter");
  await page.getByText("● Connected in").waitFor();
  await screens.getByRole("button", { name: "Query" }).click();
  await page.locator(".cm-content").fill("SELECT star");
  await page.getByLabel("Rows").waitFor();
  await page.reload();
  await screens.getByRole("button", { name: "Connect" }).click();
  await page.getByRole("region", { name: "What is sent" }).waitFor();
  strictEqual(await page.getByRole("textbox", { name: "Star" }).inputValue(), "Sun");
  strictEqual(await page.getByLabel("Port").inputValue(), "443");
  strictEqual(await page.getByLabel("Password").inputValue(), "");
  await screens.getByRole("button", { name: "Wire" }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#filter")?.value === "type:Hello");
  await screens.getByRole("button", { name: "Connect" }).click();
  // Before the form is there, the last button of this name is the screen's own.
  await page.getByRole("region", { name: "What is sent" }).waitFor();
  await page.getByRole("button", { name: "Connect" }).last().press("Enter");
  await page.getByText("● Connected in").waitFor();
  await screens.getByRole("button", { name: "Query" }).click();
  await page.locator(".cm-line").filter({ hasText: "SELECT star" }).waitFor();
  await page.locator(".cm-content").fill(`CREATE USER me PASSWORD '${PLANTED}'`);
  await page.reload();
  await page.locator("main").waitFor();
  const [before, now] = await page.evaluate(() => {
    const { stayed } = globalThis as unknown as { stayed: string };
    return [stayed, JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state, location.href])];
  }) as [string, string];
  ok(before.includes("Sun") && before.includes("type:Hello"), before);
  for (const secret of [PLANTED, OTHER]) ok(!before.includes(secret) && !now.includes(secret), before);
  await checked(started, page, { allowed: /status of 422/ });
});

Deno.test("Connect has nothing to fill in for an empty form, and connects", async () => {
  await using started = await Started.with({ args: driverArgs("nothing"), size: [320, 640] });
  const page = await connectScreen(started);
  await page.getByText("Nothing to fill in: Connect").waitFor();
  await page.getByRole("button", { name: "Connect" }).last().press("Enter");
  await page.getByText("● Connected in").waitFor();
  strictEqual(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("● Connected in").waitFor({ state: "detached" });
});

function hexOf(text: string): string {
  return new TextEncoder().encode(text).toHex();
}
