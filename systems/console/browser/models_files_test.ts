import { Buffer } from "node:buffer";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { ModelServerProcess } from "./model_server.ts";
import { model, shown } from "./models_page.ts";
import type { Page } from "./playwright.ts";

/** One black pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);
/** What would say so if a page ran it. */
const SCRIPT = Buffer.from("<script>document.title = 'run'; fetch('/api/about')</script>");

/** Keeps a file at a server, and gives the value of a field that has it. */
async function kept(server: ModelServerProcess, name: string, type: string, bytes: Uint8Array): Promise<unknown> {
  const headers = { authorization: `Bearer ${server.key}`, "content-type": type };
  const init = { method: "POST", headers, body: bytes as Uint8Array<ArrayBuffer> };
  const answer = await fetch(`${server.url}/files?name=${encodeURIComponent(name)}`, init);
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.json();
}

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Uint8Array }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: `Download ${name}`, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: Deno.readFileSync(await download.path()) };
}

Deno.test("a file of a field is saved byte by byte the same, never run, and a plain picture is shown; --view may do both", async () => {
  await using server = await ModelServerProcess.start('[files]\nmax-size = "64MiB"\n');
  const large = new Uint8Array((17 << 20) + 1).map((_, at) => (at * 31 + (at >> 8)) % 251);
  const fields = { photo: { type: "File" }, papers: { type: "List", of: { type: "File" } } };
  await server.ask("POST", "/models", { id: "tea", idKind: "any", fields });
  await server.ask("POST", "/models/tea/instances", {
    id: "green",
    photo: await kept(server, "tea.png", "image/png", PIXEL),
    papers: [
      await kept(server, "evil.html", "text/html", SCRIPT),
      await kept(server, "draw.svg", "image/svg+xml", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")),
      await kept(server, "large.bin", "application/octet-stream", large),
    ],
  });
  await using started = await shown(server, { args: ["--view"] });
  const page = await started.page();
  await model(page, "tea");
  await page.getByRole("button", { name: "green", exact: true }).click();
  const picture = page.getByRole("img", { name: "Picture tea.png" });
  await picture.waitFor();
  strictEqual(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth), 1);
  await page.getByText("image/svg+xml, 41 bytes").waitFor();
  strictEqual(await page.getByRole("img").count(), 1);
  for (
    const [button, name, bytes] of [
      ["tea.png", "tea.png", PIXEL],
      ["evil.html", "evil.html", SCRIPT],
      ["large.bin", "large.bin", large],
    ] as const
  ) {
    const file = await saved(page, button);
    strictEqual(file.name, name);
    strictEqual(Buffer.compare(file.bytes, bytes), 0, name);
  }
  strictEqual(await page.title() === "run", false);
  const html = await page.content();
  deepStrictEqual([html.includes(server.key), html.includes("blob:")], [false, false]);
  await checked(started, page);
});

Deno.test("a file that is gone from its server says so at its place, and saving one can be stopped", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { id: "tea", idKind: "any", fields: { photo: { type: "File" } } });
  const photo = await kept(server, "tea.bin", "application/octet-stream", PIXEL);
  await server.ask("POST", "/models/tea/instances", { id: "green", photo });
  await using started = await shown(server);
  await started.intercept();
  const page = await started.page();
  await model(page, "tea");
  await page.getByRole("button", { name: "green", exact: true }).click();
  const asked = Promise.withResolvers<void>();
  await page.route("**/saved", () => asked.resolve());
  await page.getByRole("button", { name: "Download tea.bin" }).click();
  await asked.promise;
  await page.getByRole("button", { name: "Stop downloading tea.bin" }).click();
  await page.getByRole("button", { name: "Download tea.bin", exact: true }).waitFor();
  strictEqual(await page.getByRole("alert").count(), 0);
  await page.unroute("**/saved");
  await page.route("**/saved", (route) => route.continue({ postData: JSON.stringify({ file: "0" }) }));
  await page.getByRole("button", { name: "Download tea.bin" }).click();
  await page.getByRole("form", { name: "Values" }).getByRole("alert").getByText("ModelServerRefused").waitFor();
  await checked(started, page, { allowed: /422/ });
});
