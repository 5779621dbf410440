import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ModelServerProcess } from "./model_server.ts";
import { model, shown } from "./models_page.ts";
import type { Page } from "./playwright.ts";

const POST = { id: "post", idKind: "any", fields: { title: { type: "String" } } };

/** What has the focus, by its label or its text. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement!.ariaLabel ?? document.activeElement!.textContent!);
}

Deno.test("instances are gone through by keys alone: rows by arrows, pages by brackets, the chosen one by F6, and back by Escape", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", POST);
  const ids = Array.from({ length: 205 }, (_, at) => `p${String(at).padStart(3, "0")}`);
  for (const id of ids) await server.ask("POST", "/models/post/instances", { id, title: id });
  await using started = await shown(server);
  const page = await started.page();
  await model(page, "post");
  await page.getByText("200 instances, page 1").waitFor();
  await page.keyboard.press("Escape");
  strictEqual(await focused(page), "Instances of post");
  const names: string[] = [];
  for (const key of ["ArrowDown", "ArrowDown", "End", "ArrowDown", "ArrowUp", "Home"]) {
    await page.keyboard.press(key);
    names.push(await focused(page));
  }
  deepStrictEqual(names, ["p000", "p001", "p199", "p199", "p198", "p000"]);
  await page.keyboard.press("]");
  await page.getByText("5 instances, page 2").waitFor();
  await page.keyboard.press("]");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  strictEqual(await focused(page), "p200");
  await page.keyboard.press("Enter");
  await page.getByRole("form", { name: "Values" }).waitFor();
  await page.keyboard.press("F6");
  strictEqual(await focused(page), "Close the instance");
  await page.keyboard.press("Enter");
  await page.getByRole("form", { name: "Values" }).waitFor({ state: "detached" });
  await page.keyboard.press("[");
  await page.getByText("200 instances, page 1").waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("an address leads to an old event of a long history, where the slider stays while others make new ones", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", POST);
  await server.ask("POST", "/models/post/instances", { id: "one", title: "Title 1" });
  for (let at = 2; at <= 220; at++) await server.ask("PATCH", "/models/post/instances/one", { title: `Title ${at}` });
  await using started = await shown(server);
  await started.intercept();
  const page = await started.page(), slider = page.getByRole("slider", { name: "At the event" });
  await model(page, "post");
  await page.getByRole("button", { name: "one", exact: true }).click();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("100 of 100: instance.updated").waitFor();
  await page.getByRole("button", { name: "Older events" }).click();
  await page.getByText("200 of 200: instance.updated").waitFor();
  await page.getByRole("button", { name: "Older events" }).click();
  await page.getByText("220 of 220: instance.updated").waitFor();
  await slider.press("Home");
  await slider.press("ArrowRight");
  await page.getByText("2 of 220: instance.updated").waitFor();
  await page.getByRole("cell", { name: "Title 2", exact: true }).waitFor();
  await server.ask("PATCH", "/models/post/instances/one", { title: "Title 221" });
  await page.getByText("2 of 221: instance.updated").waitFor();
  await page.reload();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("2 of 221: instance.updated").waitFor();
  await page.getByRole("cell", { name: "Title 2", exact: true }).waitFor();

  // The page names a server that does not answer, and what was there stays.
  await page.route("**/act", (route) => route.abort());
  await server.ask("PATCH", "/models/post/instances/one", { title: "Title 222" });
  await page.getByRole("region", { name: "History" }).getByRole("alert").getByText("SocketUnreachable").waitFor();
  await page.getByText("2 of 221: instance.updated").waitFor();
  deepStrictEqual(started.complaints.filter((text) => !/ERR_FAILED/.test(text)), []);
});

Deno.test("of two pages that save one instance at once, one is refused and sees both values, and the other learns of what follows", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", POST);
  await server.ask("POST", "/models/post/instances", { id: "one", title: "First" });
  await using started = await shown(server);
  const pages = [await started.page(), await started.visit(await started.enter())], titles = ["Mine", "Yours"];
  for (const [at, page] of pages.entries()) {
    await model(page, "post");
    await page.getByRole("button", { name: "one", exact: true }).click();
    await page.getByRole("form", { name: "Values" }).getByLabel("title", { exact: true }).fill(titles[at]!);
  }
  await Promise.all(pages.map((page) => page.getByRole("button", { name: "Save", exact: true }).click()));
  const conflicts = pages.map((page) => page.getByRole("alert", { name: "Conflict" }));
  const lost = await Promise.any(conflicts.map(async (conflict, at) => {
    await conflict.waitFor();
    return at;
  }));
  const loser = pages[lost]!, winner = pages[1 - lost]!, kept = titles[1 - lost]!;
  const title = async () => (await server.ask("GET", "/models/post/instances/one") as { data: unknown }).data;
  deepStrictEqual(await title(), { title: kept });
  await winner.getByRole("form", { name: "Values" }).getByRole("button", { name: "Save", disabled: true }).waitFor();
  strictEqual(await conflicts[1 - lost]!.count(), 0);
  await conflicts[lost]!.getByText(`theirs: ${kept}`).waitFor();
  await conflicts[lost]!.getByLabel(`yours: ${titles[lost]}`).check();
  await loser.getByRole("button", { name: "Save these values" }).click();
  await conflicts[lost]!.waitFor({ state: "detached" });
  await winner.getByText("has made instance.updated of it", { exact: false }).waitFor();
  deepStrictEqual(await title(), { title: titles[lost] });
  await winner.getByRole("button", { name: "Read it again" }).click();
  await winner.getByRole("cell", { name: titles[lost]!, exact: true }).waitFor();
  deepStrictEqual(started.complaints, []);
});
