import { Buffer } from "node:buffer";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Receiver } from "../../apiplant/webhooks/testing/receiver.ts";
import { checked } from "./checked.ts";
import { forgetDrawn, keepDrawn, pictured, textsWith } from "./drawn.ts";
import { ModelServerProcess } from "./model_server.ts";
import { model, screen, shown } from "./models_page.ts";

/** Messages may go to this machine. */
const PRIVATE = "[webhooks]\nallow-private = true\n";

Deno.test("Webhooks makes one whose secret is shown once, says what was given up, sends it again, and removes", async () => {
  await using server = await ModelServerProcess.start(PRIVATE);
  await using receiver = new Receiver();
  await server.ask("POST", "/models", { id: "post", idKind: "any", fields: { title: { type: "String" } } });
  await using started = await shown(server, { scheme: "dark" });
  await keepDrawn(started.context);
  const page = await started.page(), table = page.getByRole("table", { name: "Webhooks" });
  await screen(page, "Webhooks");
  await page.getByLabel("Address").fill("ftp://here");
  await page.getByLabel("Models").fill("post");
  await page.getByRole("button", { name: "Make the webhook" }).click();
  await page.getByRole("alert").getByText("an address of http or https").first().waitFor();
  await page.getByLabel("Address").fill(receiver.url);
  await page.getByLabel("Description").fill("the paper");
  await page.getByRole("button", { name: "Make the webhook" }).click();
  const shownOnce = page.getByLabel("Secret", { exact: true });
  const secrets = [await shownOnce.textContent()];
  await table.getByRole("cell", { name: "the paper" }).waitFor();
  strictEqual(await page.getByLabel("Address").inputValue(), "");
  await checked(started, page);
  await page.getByRole("button", { name: "I have kept it: take it from the page" }).click();
  await shownOnce.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "New secret" }).click();
  secrets.push(await shownOnce.textContent());
  await page.getByRole("button", { name: "I have kept it: take it from the page" }).click();
  await shownOnce.waitFor({ state: "detached" });
  await forgetDrawn(page);

  await server.ask("POST", "/models/post/instances", { id: "one", title: "One" });
  // A receiver that is gone ends its webhook at once.
  (await receiver.next()).answer(410);
  const isEnded = ({ items }: Record<string, unknown>) => (items as { enabled: boolean }[])[0]!.enabled === false;
  await server.until("/webhooks", isEnded);
  const { items } = await server.ask("GET", "/webhooks") as { items: { id: string }[] };
  await server.until(`/webhooks/${items[0]!.id}/dead`, ({ total }) => total === 1);
  await page.getByRole("button", { name: "Look again" }).click();
  await table.getByRole("button", { name: "Switch on" }).click();
  await table.getByRole("button", { name: "Switch off" }).waitFor();
  await screen(page, "Errors");
  await page.getByRole("cell", { name: `webhook ${receiver.url}` }).waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  (await receiver.next()).answer(200);
  await page.getByText("It was done this time.").waitFor();
  const drawn = await pictured(page);

  await screen(page, "Webhooks");
  await table.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alert").getByText("This cannot be undone.", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Leave it" }).click();
  await table.getByRole("button", { name: "Remove" }).click();
  await table.getByRole("button", { name: "Yes: remove it" }).click();
  await page.getByRole("region", { name: "Webhooks" }).getByText("There is none.").waitFor();
  drawn.push(...await pictured(page));
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]));
  for (const secret of secrets) {
    strictEqual(secret!.startsWith("whsec_"), true);
    deepStrictEqual(textsWith(drawn, secret!), []);
    strictEqual([kept, page.url(), await page.content()].some((text) => text.includes(secret!)), false);
  }
});

Deno.test("a file is uploaded into its field, and a second into a list; what the server refuses stands there, and other values stay", async () => {
  await using server = await ModelServerProcess.start();
  const photo = { type: "File", types: ["image/*"], required: true, max: 100 };
  const fields = { name: { type: "String" }, photo, papers: { type: "List", of: { type: "File" } } };
  await server.ask("POST", "/models", { id: "tea", idKind: "any", fields });
  await using started = await shown(server);
  await started.intercept();
  const page = await started.page();
  await model(page, "tea");
  await page.getByRole("button", { name: "New instance" }).click();
  const create = page.getByRole("form", { name: "New instance of tea" }), file = create.getByLabel("File for photo");
  const picture = (name: string, size: number) => ({ name, mimeType: "image/png", buffer: Buffer.alloc(size, 65) });
  await create.getByLabel("id", { exact: true }).fill("green");
  await file.setInputFiles(picture("large.png", 200));
  await create.getByText("large.png is uploaded").waitFor();
  await create.getByRole("button", { name: "Create" }).click();
  await create.locator(".schema-problem").waitFor();
  await file.setInputFiles(picture("tea.png", 20));
  await create.getByText("tea.png is uploaded").waitFor();
  await create.getByLabel("Files for papers").setInputFiles([picture("one.png", 10), picture("two.png", 11)]);
  await create.getByText("two.png is uploaded").waitFor();
  await checked(started, page);
  await create.getByRole("button", { name: "Create" }).click();
  const values = page.getByRole("form", { name: "Values" });
  await values.waitFor();
  const asked = await server.ask("GET", "/models/tea/instances/green") as { data: Record<string, unknown> };
  const { photo: kept, papers } = asked.data as { photo: { name: string; size: number }; papers: { name: string }[] };
  deepStrictEqual([kept.name, kept.size, papers.map(({ name }) => name)], ["tea.png", 20, ["one.png", "two.png"]]);

  // A name is edited while a file is on its way.
  const held = Promise.withResolvers<void>(), sent = Promise.withResolvers<void>();
  await page.route("**/file?*", async (route) => {
    sent.resolve();
    await held.promise;
    await route.continue();
  });
  await values.getByLabel("File for photo").setInputFiles(picture("other.png", 30));
  await sent.promise;
  await values.getByLabel("name", { exact: true }).fill("Green tea");
  held.resolve();
  await values.getByText("other.png is uploaded").waitFor();
  strictEqual(await values.getByLabel("name", { exact: true }).inputValue(), "Green tea");
  await values.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("cell", { name: "other.png" }).waitFor();
  await values.getByLabel("File for photo").setInputFiles({
    name: "large.bin",
    mimeType: "image/png",
    buffer: Buffer.alloc((16 << 20) + 1),
  });
  await values.getByRole("alert").getByText("BodyTooLarge").waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("personal values are erased after a question, from the history too", async () => {
  await using server = await ModelServerProcess.start();
  const fields = { name: { type: "String", personal: true }, since: { type: "Int" } };
  await server.ask("POST", "/models", { id: "customer", idKind: "any", fields });
  await server.ask("POST", "/models/customer/instances", { id: "c1", name: "Ada King", since: 1815 });
  await using started = await shown(server);
  const page = await started.page();
  await model(page, "customer");
  await page.getByRole("button", { name: "c1", exact: true }).click();
  const erase = page.getByRole("button", { name: "Erase personal data" });
  await erase.click();
  const question = page.getByRole("alert");
  await question.getByText("Erase name of this instance", { exact: false }).waitFor();
  await question.getByText("This cannot be undone", { exact: false }).waitFor();
  await checked(started, page);
  await page.getByRole("button", { name: "Leave them" }).click();
  await question.waitFor({ state: "detached" });
  await erase.click();
  await page.getByRole("button", { name: "Yes: erase them" }).click();
  await page.getByText("Personal values of it were erased.").waitFor();
  strictEqual(
    await page.getByRole("form", { name: "Values" }).getByLabel("since", { exact: true }).inputValue(),
    "1815",
  );
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("2 of 2: instance.erased").waitFor();
  await page.getByRole("slider", { name: "At the event" }).press("Home");
  await page.getByText("1 of 2: instance.created").waitFor();
  await page.getByRole("table", { name: /^Values at/ }).getByRole("cell", { name: "NULL" }).first().waitFor();
  // The list of instances learns of it by the feed.
  await page.waitForFunction(() => !document.documentElement.outerHTML.includes("Ada King"));
});

Deno.test("a console that only looks offers no webhook, no file and no erasing", async () => {
  await using server = await ModelServerProcess.start(PRIVATE);
  const fields = { name: { type: "String", personal: true }, photo: { type: "File" } };
  await server.ask("POST", "/models", { id: "customer", idKind: "any", fields });
  await server.ask("POST", "/models/customer/instances", { id: "c1", name: "Ada King" });
  await server.ask("POST", "/webhooks", { url: "http://127.0.0.1:9/" });
  await using started = await shown(server, { args: ["--view"] });
  const page = await started.page();
  await model(page, "customer");
  await page.getByRole("button", { name: "c1", exact: true }).click();
  await page.getByRole("form", { name: "Values" }).getByLabel("name", { exact: true }).waitFor();
  strictEqual(await page.getByRole("button", { name: "Erase personal data" }).count(), 0);
  strictEqual(await page.getByLabel("File for photo").count(), 0);
  await screen(page, "Webhooks");
  await page.getByRole("cell", { name: "http://127.0.0.1:9/" }).waitFor();
  strictEqual(await page.getByRole("button", { name: /Make|Remove|New secret|Switch/ }).count(), 0);
  const status = await page.evaluate(async () => {
    const authorization = `Bearer ${sessionStorage.getItem("fluxwire-token")}`;
    const headers = { authorization, "content-type": "application/octet-stream" };
    return (await fetch("/api/sources/models/file?name=a&type=", { method: "POST", headers, body: "a" })).status;
  });
  strictEqual(status, 403);
});
