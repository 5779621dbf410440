import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { checked } from "./checked.ts";
import { forgetDrawn, keepDrawn, pictured, textsWith } from "./drawn.ts";
import { ModelServerProcess } from "./model_server.ts";
import { editor, model, screen, shown } from "./models_page.ts";
import { Tunnel } from "./tunnel.ts";

const POST = {
  id: "post",
  idKind: "any",
  fields: {
    title: { type: "String", required: true, max: 20 },
    views: { type: "BigInt", default: 0 },
    isOn: { type: "Bool" },
    author: { type: "Reference", model: "person" },
  },
  rules: { read: "public", list: "user" },
};

Deno.test("a model is defined with its faults shown at their line; an instance is made, changed, and a conflict settled with both values in sight", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { id: "person", idKind: "any", fields: { name: { type: "String" } } });
  await server.ask("POST", "/models/person/instances", { id: "ann", name: "Ann" });
  await using started = await shown(server, { scheme: "dark" });
  const page = await started.page();
  await page.getByText("key:admin, who may do everything").waitFor();
  await page.getByRole("heading", { name: "What it leaves open: 0" }).waitFor();
  await checked(started, page);

  await model(page, "New model");
  const definition = await editor(page, "Definition");
  await definition.fill('{\n  "id": "post",\n  "fields": {,}\n}');
  await page.getByRole("button", { name: "Define" }).click();
  await page.getByRole("button", { name: "line 3, column 14" }).click();
  await page.keyboard.press("x");
  await definition.getByText('  "fields": {x,}').waitFor();
  await page.locator(".source-editor .marked").waitFor();
  await checked(started, page);
  await definition.fill(JSON.stringify({ ...POST, fields: { ...POST.fields, title: { type: "Text" } } }));
  await page.getByRole("button", { name: "Define" }).click();
  await page.getByRole("alert").getByText("fields/title/type", { exact: false }).first().waitFor();
  await definition.fill(JSON.stringify(POST));
  await page.getByRole("button", { name: "Define" }).click();
  await page.getByText("0 instances, page 1").waitFor();

  await page.getByRole("button", { name: "New instance" }).click();
  const create = page.getByRole("form", { name: "New instance of post" });
  await create.getByLabel("id", { exact: true }).fill("one");
  await create.getByLabel("title", { exact: true }).fill("much longer than twenty characters");
  await create.getByLabel("views", { exact: true }).fill("9223372036854775807");
  await create.getByLabel("author", { exact: true }).fill("ann");
  await create.getByRole("button", { name: "Create" }).click();
  await create.getByText("must have at most 20", { exact: false }).first().waitFor();
  strictEqual(await create.getByLabel("title", { exact: true }).getAttribute("aria-invalid"), "true");
  await checked(started, page);
  await create.getByLabel("title", { exact: true }).fill("One");
  await create.getByRole("button", { name: "Create" }).click();
  await page.getByRole("article", { name: "Instance one" }).waitFor();
  await page.getByRole("cell", { name: "9223372036854775807" }).waitFor();

  const values = page.getByRole("form", { name: "Values" });
  await values.getByLabel("title", { exact: true }).fill("Mine");
  await server.ask("PATCH", "/models/post/instances/one", { title: "Theirs", isOn: true });
  await page.getByText("since you opened it").waitFor();
  await page.getByRole("cell", { name: "Theirs" }).waitFor();
  await page.getByRole("button", { name: "Drop your changes and read it again" }).waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("2 of 2: instance.updated").waitFor();
  await page.getByRole("tab", { name: "Values" }).click();
  strictEqual(await values.getByLabel("title", { exact: true }).inputValue(), "Mine");
  await values.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("alert", { name: "Conflict" });
  await conflict.getByLabel("theirs: Theirs").waitFor();
  await checked(started, page);
  await conflict.getByLabel("yours: Mine").check();
  await conflict.getByRole("button", { name: "Save these values" }).click();
  await page.getByRole("cell", { name: "Mine" }).waitFor();
  const { data } = await server.ask("GET", "/models/post/instances/one") as { data: Record<string, unknown> };
  deepStrictEqual([data["title"], data["isOn"]], ["Mine", true]);

  await page.getByLabel("Filter").fill("views>5 title~Mi expand:author");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("cell", { name: 'ann {"name":"Ann"}' }).waitFor();
  strictEqual(await page.getByLabel("Expand").isChecked(), true);
  await page.getByLabel("Filter").fill("colour=red");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("alert").getByText("colour", { exact: false }).waitFor();
});

Deno.test("what is not saved of instances, hooks and definitions stays while others are chosen, and the page says where it is", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  await server.ask("POST", "/models", { id: "note", fields: { text: { type: "String" } } });
  for (const id of ["one", "two"]) await server.ask("POST", "/models/post/instances", { id, title: id });
  await using started = await shown(server);
  const page = await started.page(), values = page.getByRole("form", { name: "Values" });
  const title = values.getByLabel("title", { exact: true });
  await model(page, "post");
  await page.getByRole("button", { name: "one", exact: true }).click();
  await title.fill("Mine");
  await page.getByRole("button", { name: "two", exact: true }).click();
  await page.getByRole("article", { name: "Instance two" }).waitFor();
  await page.getByRole("button", { name: "Go on with one" }).waitFor();
  strictEqual(await title.inputValue(), "two");
  await page.getByRole("button", { name: "New instance" }).click();
  const create = page.getByRole("form", { name: "New instance of post" });
  await create.getByLabel("title", { exact: true }).fill("New");
  await page.getByRole("tab", { name: "Hooks" }).click();
  await (await editor(page, "Source of preCreate")).fill("// Mine");
  await page.getByRole("tab", { name: "postCreate" }).click();
  await editor(page, "Source of postCreate");
  await page.getByRole("tab", { name: "Definition" }).click();
  const definition = await editor(page, "Definition");
  await definition.fill("{}");
  await model(page, "note");
  await page.getByRole("heading", { name: "note" }).waitFor();
  await checked(started, page);
  await model(page, "post v1, not saved");
  await page.getByRole("tab", { name: "Definition" }).click();
  strictEqual(await (await editor(page, "Definition")).innerText(), "{}");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".cm-content").getByText("String").waitFor();
  await page.getByRole("tab", { name: "Hooks" }).click();
  await page.getByRole("tab", { name: "preCreate *" }).waitFor();
  strictEqual(await (await editor(page, "Source of preCreate")).innerText(), "// Mine");
  await page.getByRole("tab", { name: "Instances" }).click();
  await page.getByRole("button", { name: "Go on with the new post" }).click();
  strictEqual(await create.getByLabel("title", { exact: true }).inputValue(), "New");
  await page.getByRole("button", { name: "Go on with one" }).click();
  await page.getByRole("article", { name: "Instance one" }).waitFor();
  strictEqual(await title.inputValue(), "Mine");
  await checked(started, page);
  await values.getByRole("button", { name: "Save" }).click();
  await page.getByRole("cell", { name: "Mine" }).waitFor();
  // The cell may come by the event of the change, before the answer that ends the draft.
  await page.getByRole("button", { name: "Go on with one" }).waitFor({ state: "detached" });
});

Deno.test("an instance's history is a slider by its events, whose values can be restored, also after a deletion", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  await server.ask("POST", "/models/post/instances", { id: "one", title: "First" });
  for (const title of ["Second", "Third"]) await server.ask("PATCH", "/models/post/instances/one", { title });
  await using started = await shown(server);
  const page = await started.page();
  await model(page, "post");
  await page.getByRole("button", { name: "one", exact: true }).click();
  await page.getByRole("tab", { name: "History" }).click();
  await page.getByText("3 of 3: instance.updated by key:admin").waitFor();
  await page.getByRole("slider", { name: "At the event" }).press("Home");
  await page.getByText("1 of 3: instance.created by key:admin").waitFor();
  await page.getByRole("cell", { name: "First" }).waitFor();
  await checked(started, page);
  await page.getByRole("slider", { name: "At the event" }).press("ArrowRight");
  await page.getByRole("cell", { name: "Second" }).waitFor();
  await page.getByRole("button", { name: "Restore these values" }).click();
  await page.getByText("4 of 4: instance.updated").waitFor();
  strictEqual(
    (await server.ask("GET", "/models/post/instances/one") as { data: { title: string } }).data.title,
    "Second",
  );
  await server.ask("DELETE", "/models/post/instances/one");
  await page.getByText("It was deleted then.").waitFor();
  await page.getByRole("slider", { name: "At the event" }).press("Home");
  await page.getByRole("cell", { name: "First" }).waitFor();
  await page.getByRole("button", { name: "Restore these values" }).click();
  await page.getByText("6 of 6: instance.created").waitFor();
  deepStrictEqual(started.complaints, []);
});

Deno.test("events of other clients come by themselves; a hook's fault stands at its line, and what failed is tried again", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  await using started = await shown(server);
  const page = await started.page();
  await model(page, "post");
  await page.getByRole("tab", { name: "Hooks" }).click();
  await page.getByRole("tab", { name: "postCreate" }).click();
  const source = await editor(page, "Source of postCreate");
  await source.fill("export function postCreate() {\n  let x = ;\n}\n");
  await page.getByRole("button", { name: "Set the hook" }).click();
  await page.getByRole("button", { name: /^line 2, column/ }).waitFor();
  await checked(started, page);
  const [hook, theirs] = ["/models/post/hooks/postCreate", "export function postCreate() {}"];
  await source.fill("export function postCreate() {\n  return;\n}\n");
  await page.getByRole("button", { name: "Set the hook" }).click();
  await page.getByRole("button", { name: "Change the hook" }).waitFor();
  await source.fill("export function postCreate() {\n  throw new Error('no paper');\n}\n");
  const read = page.waitForResponse(async (one) => one.ok() && (await one.text()).includes(theirs));
  await server.ask("PUT", hook, { kind: "script", source: theirs });
  await read;
  await page.getByRole("button", { name: "Change the hook" }).click();
  await page.getByRole("button", { name: "Keep yours, to save over it" }).click();
  await page.getByRole("button", { name: "Change the hook" }).click();
  await server.until(hook, (answer) => JSON.stringify(answer).includes("no paper"));

  await screen(page, "Events");
  await page.getByRole("option", { name: "hook.updated" }).first().waitFor();
  await server.ask("POST", "/models/post/instances", { id: "one", title: "One" });
  await page.getByRole("option", { name: "post one" }).click();
  await page.getByRole("article").getByText('{"title":"One"}').waitFor();
  await checked(started, page);

  await server.until("/admin/dead", ({ total }) => total === 1);
  await screen(page, "Errors");
  await page.getByRole("table", { name: "Dead letters" }).getByRole("cell", { name: "hook postCreate" }).waitFor();
  await page.getByRole("table", { name: "Records" }).getByRole("cell", { name: "hook_failed" }).first().waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("alert").getByText("no paper", { exact: false }).waitFor();
  await checked(started, page);
  await server.ask("PUT", hook, { kind: "script", source: theirs });
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("It was done this time.").waitFor();
  await page.getByRole("region", { name: "Dead letters" }).getByText("There is none.").waitFor();
});

Deno.test("the page says when a server is away, and when it is back no event is missing and none is there twice", async () => {
  await using server = await ModelServerProcess.start();
  await using tunnel = new Tunnel(server.url);
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  await server.ask("POST", "/models/post/instances", { id: "before", title: "One" });
  await using started = await shown(server, {}, tunnel.through(server.url));
  const page = await started.page();
  await model(page, "post");
  await page.getByRole("cell", { name: "before", exact: true }).waitFor();
  tunnel.break();
  await page.getByRole("alert").getByText("The model server is away", { exact: false }).waitFor();
  await server.ask("POST", "/models/post/instances", { id: "meanwhile", title: "Two" });
  tunnel.isBroken = false;
  await page.getByRole("cell", { name: "meanwhile", exact: true }).waitFor();
  await page.getByText("The model server is away", { exact: false }).waitFor({ state: "detached" });
  await screen(page, "Events");
  await page.getByRole("option", { name: "post meanwhile" }).waitFor();
  for (const name of ["post before", "post meanwhile"]) {
    // It fails for two.
    await page.getByRole("option", { name }).waitFor();
  }
});

Deno.test("instances come 200 a page, in the order of a heading", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  for (let start = 0; start < 250; start += 50) {
    const ops = Array.from({ length: 50 }, (_, index) => {
      const number = String(start + index).padStart(3, "0");
      return { op: "create", model: "post", id: `p${number}`, data: { title: `t${number}` } };
    });
    await server.ask("POST", "/batch", { ops });
  }
  await using started = await shown(server);
  const page = await started.page(), title = page.getByRole("columnheader", { name: /^title/ });
  await model(page, "post");
  await page.getByText("200 instances, page 1").waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText("50 instances, page 2").waitFor();
  await title.getByRole("button").click();
  await page.getByText("200 instances, page 1").waitFor();
  await title.getByRole("button").click();
  await page.getByRole("cell", { name: "t249" }).waitFor();
  strictEqual(await title.getAttribute("aria-sort"), "descending");
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByRole("cell", { name: "t000" }).waitFor();
  await page.getByRole("button", { name: "Page before" }).click();
  await page.getByRole("cell", { name: "t249" }).waitFor();
});

Deno.test("a key's secret is shown once, and is afterwards nowhere in the page, its storage, its address, its streams or a picture of it; nor is the console's own", async () => {
  await using server = await ModelServerProcess.start();
  await using started = await shown(server, { scheme: "dark" });
  await keepDrawn(started.context);
  const streamed: string[] = [], answers: string[] = [];
  started.context.on("page", (page) => {
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => void streamed.push(String(payload))));
  });
  const page = await started.page();
  await screen(page, "Keys");
  await page.getByRole("cell", { name: "admin", exact: true }).first().waitFor();
  await page.getByLabel("Name").fill("Ann");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Name").fill("ann");
  await page.getByLabel("Scopes").fill("post:read");
  await page.getByRole("button", { name: "Make the key" }).click();
  const shownOnce = page.getByLabel("Secret", { exact: true });
  const secrets = [await shownOnce.textContent()], drawn = await pictured(page);
  strictEqual(textsWith(drawn, secrets[0]!).length > 0, true);
  deepStrictEqual(textsWith(drawn, server.key), []);
  await checked(started, page);
  await page.getByRole("button", { name: "I have kept it: take it from the page" }).click();
  await shownOnce.waitFor({ state: "detached" });
  const row = page.getByRole("row").filter({ hasText: "ann" });
  await row.getByRole("button", { name: "New secret" }).click();
  secrets.push(await shownOnce.textContent());
  await screen(page, "Events");
  await page.getByRole("option", { name: "config.updated" }).nth(1).waitFor();
  await screen(page, "Keys");
  await row.getByRole("button", { name: "Revoke" }).click();
  await row.getByRole("button", { name: "Yes: revoke it" }).click();
  await row.waitFor({ state: "detached" });
  // While the secret was in sight, axe drew it on a canvas to see what its letters look like.
  await forgetDrawn(page);
  const after = await pictured(page);
  await screen(page, "Events");
  await page.getByRole("option", { name: "config.updated" }).nth(2).waitFor();
  after.push(...await pictured(page));
  answers.push(await page.content(), page.url());
  answers.push(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state])));
  strictEqual(secrets.length, 2);
  for (const secret of [...secrets, server.key]) {
    strictEqual(secret!.startsWith("ap_"), true);
    deepStrictEqual(textsWith(after, secret!), []);
    strictEqual([...answers, ...streamed].some((text) => text.includes(secret!)), false);
  }
});

Deno.test("a console that only looks shows models and keys, and offers no change", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  await server.ask("POST", "/models/post/instances", { id: "one", title: "One" });
  await using started = await shown(server, { args: ["--view"] });
  const page = await started.page();
  await model(page, "post");
  await page.getByRole("button", { name: "one", exact: true }).click();
  strictEqual(await page.getByRole("form", { name: "Values" }).getByLabel("title", { exact: true }).isDisabled(), true);
  for (const name of ["Save", "Delete", "New instance", "New model"]) {
    strictEqual(await page.getByRole("button", { name }).count(), 0, name);
  }
  await screen(page, "Keys");
  await page.getByRole("cell", { name: "admin", exact: true }).first().waitFor();
  strictEqual(await page.getByRole("button", { name: /Make|Revoke|New secret/ }).count(), 0);
  const refused = await page.evaluate(async () => {
    const headers = {
      authorization: `Bearer ${sessionStorage.getItem("fluxwire-token")}`,
      "content-type": "application/json",
    };
    const body = JSON.stringify({ node: "key:admin", action: "revoke", args: [] });
    const answer = await fetch("/api/sources/models/act", { method: "POST", headers, body });
    return `${answer.status} ${await answer.text()}`;
  });
  strictEqual(refused.startsWith("403") && refused.includes("ViewOnly"), true, refused);
});

Deno.test("what is typed over a selection in an editor takes its place, without a complaint of the page's policy", async () => {
  await using server = await ModelServerProcess.start();
  await server.ask("POST", "/models", { ...POST, fields: { title: POST.fields.title } });
  await using started = await shown(server);
  const page = await started.page();
  await model(page, "post");
  await page.getByRole("tab", { name: "Hooks" }).click();
  const source = await editor(page, "Source of preCreate");
  // The first word is a keyword, whose look the browser would keep.
  await source.locator("span").getByText("export").waitFor();
  await source.press("Control+Home");
  for (let count = 0; count < "export".length; count++) await source.press("Shift+ArrowRight");
  await page.keyboard.type("abc");
  await source.getByText("abc function").waitFor();
  await source.fill("export 1;\nexport 2;\n");
  await source.getByText("export 2;").waitFor();
  await source.press("Control+a");
  await page.keyboard.insertText("x");
  strictEqual(await source.innerText(), "x");
  deepStrictEqual(started.complaints, []);
});

Deno.test("what is typed between a change and its paint stays in an editor", async () => {
  await using server = await ModelServerProcess.start();
  await using started = await shown(server);
  const page = await started.page();
  await model(page, "New model");
  const definition = await editor(page, "Definition");
  await definition.fill("");
  // Two changes in one frame: the page has taken the first, and has not been painted with it.
  await definition.evaluate((element) =>
    new Promise<void>((done) =>
      requestAnimationFrame(async () => {
        (element as HTMLElement).focus();
        document.execCommand("insertText", false, "one");
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        document.execCommand("insertText", false, " two");
        done();
      })
    )
  );
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  strictEqual(await definition.innerText(), "one two");
});
