import { deepStrictEqual, match, rejects, strictEqual, throws } from "node:assert/strict";
import {
  type Action,
  type HistoryPage,
  type HookInfo,
  isActions,
  isHistoryPage,
  isHookInfo,
  isModelInfo,
  isModelInstance,
  isOutcome,
  isRows,
  isTree,
  type ModelInfo,
  type ModelInstance,
  type ModelOutcome,
  type NewKey,
  type Rows,
} from "@fluxwire/console/api";
import { Refusal } from "../commit/refusal.ts";
import { ModelsSource } from "./models_source.ts";
import { Receiver } from "../webhooks/testing/receiver.ts";
import { Shown } from "./testing/shown.ts";

const POST = {
  id: "post",
  title: "Posts",
  idKind: "any",
  fields: {
    title: { type: "String", required: true, max: 20, index: true },
    views: { type: "BigInt", default: 0 },
    more: { type: "JSON" },
    author: { type: "Reference", model: "person" },
    secret: { type: "String", hidden: true },
  },
};
const PERSON = { id: "person", idKind: "any", fields: { name: { type: "String" } } };

async function defined(shown: Shown): Promise<void> {
  await shown.act("models", "define", JSON.stringify(PERSON));
  await shown.act("models", "define", JSON.stringify(POST));
}

function done<T>(outcome: ModelOutcome<T>): T {
  if ("done" in outcome) return outcome.done;
  throw new Error(outcome.refused.message);
}

Deno.test("a source shows a server's models, and creates, reads and lists their instances with every digit", async () => {
  await using shown = await Shown.start();
  await defined(shown);
  const info = await shown.act("model:post", "describe");
  strictEqual(isModelInfo(info), true);
  await shown.act("model:person", "create", { name: "Ann" }, "ann");
  const values = { title: "One", views: "9223372036854775807", more: '{"n": 0.12345678901234567891}', author: "ann" };
  const outcome = await shown.act("model:post", "create", values, "one");
  strictEqual(isOutcome(outcome, isModelInstance), true);
  await shown.act("model:post", "create", { title: "Two", views: "5" }, "two");
  const read = await shown.act<ModelInstance>("instance:post/one", "read");
  deepStrictEqual(read.values, { ...values, more: '{"n":0.12345678901234567891}' });
  const rows = await shown.rows("model:post", "views>5 expand:author");
  strictEqual(isRows(rows), true);
  deepStrictEqual(rows.columns.map(({ name }) => name), [
    "id",
    "title",
    "views",
    "more",
    "author",
    "revision",
    "createdAt",
    "updatedAt",
  ]);
  deepStrictEqual(rows.rows.map(({ values: { id, author } }) => [id, author]), [["one", 'ann {"name":"Ann"}']]);
  const first = await shown.rows("model:post", "", "-title", 1);
  deepStrictEqual(first.rows.map(({ node }) => node), ["instance:post/two"]);
  const second = await shown.rows("model:post", "", "-title", 1, first.next);
  deepStrictEqual([second.rows[0]!.node, second.next], ["instance:post/one", null]);
  await rejects(shown.rows("model:post", "colour=red"), { code: "ModelServerRefused", message: /colour/ });
});

Deno.test("a source changes what it has read, and gives another's value where that came between", async () => {
  await using shown = await Shown.start();
  await defined(shown);
  const created = done(
    await shown.act<ModelOutcome<ModelInstance>>("model:post", "create", { title: "One" }, "one"),
  );
  done(await shown.act<ModelOutcome<ModelInstance>>("instance:post/one", "change", created.revision, { title: "New" }));
  const late = await shown.act<ModelOutcome<ModelInstance>>("instance:post/one", "change", created.revision, {
    title: "Mine",
  });
  strictEqual(isOutcome(late, isModelInstance), true);
  const { refused } = late as { refused: { code: string; theirs: ModelInstance } };
  deepStrictEqual([refused.code, refused.theirs.values["title"]], ["revision", "New"]);
  const long = await shown.act("instance:post/one", "change", refused.theirs.revision, { title: "x".repeat(30) });
  const problems = (long as { refused: { problems: { path: string }[] } }).refused.problems;
  deepStrictEqual(problems.map(({ path }) => path), ["title"]);
  const torn = await shown.act("instance:post/one", "change", refused.theirs.revision, { more: '{"a": 1' });
  match((torn as { refused: { message: string } }).refused.message, /^more must be JSON/);
});

Deno.test("a source gives an instance's history, its values at any place, and the one of before back", async () => {
  await using shown = await Shown.start();
  await defined(shown);
  const first = done(await shown.act<ModelOutcome<ModelInstance>>("model:post", "create", { title: "One" }, "one"));
  const next = done(
    await shown.act<ModelOutcome<ModelInstance>>("instance:post/one", "change", first.revision, { title: "Two" }),
  );
  done(await shown.act<ModelOutcome<null>>("instance:post/one", "remove", next.revision));
  const history = await shown.act<HistoryPage>("instance:post/one", "history");
  strictEqual(isHistoryPage(history), true);
  deepStrictEqual(history.items.map(({ kind, values }) => [kind, values?.["title"] ?? null]), [
    ["instance.deleted", null],
    ["instance.updated", "Two"],
    ["instance.created", "One"],
  ]);
  const past = await shown.act<ModelInstance>("instance:post/one", "read", String(first.revision));
  strictEqual(past.values["title"], "One");
  const back = done(await shown.act<ModelOutcome<ModelInstance>>("instance:post/one", "restore", first.revision));
  strictEqual(back.values["title"], "One");
});

Deno.test("a source sets a hook's source, says the line of a fault, and reads both back", async () => {
  await using shown = await Shown.start({
    check: ({ source }) => {
      if (source !== "oops") return Promise.resolve();
      return Promise.reject(new Refusal("hook_source", "Unexpected token", { line: 3, column: 7 }));
    },
  });
  await defined(shown);
  const wrong = await shown.act("hook:post/preCreate", "set", "oops", "js", "");
  deepStrictEqual((wrong as { refused: { problems: unknown } }).refused.problems, [
    { path: "", message: "Unexpected token", line: 3, column: 7 },
  ]);
  const source = "export function preCreate() {}";
  const hook = done(await shown.act<ModelOutcome<HookInfo>>("hook:post/preCreate", "set", source, "ts", ""));
  strictEqual(isHookInfo(hook), true);
  deepStrictEqual([hook.source, hook.language], [source, "ts"]);
  const stale = await shown.act("hook:post/preCreate", "set", source, "js", "", hook.revision - 1);
  strictEqual((stale as { refused: { theirs: HookInfo } }).refused.theirs.revision, hook.revision);
  deepStrictEqual((await shown.tree("model:post")).map(({ id }) => id), ["hook:post/preCreate"]);
  strictEqual(done(await shown.act<ModelOutcome<null>>("hook:post/preCreate", "unset", hook.revision)), null);
});

Deno.test("a source shows what failed for the last time, and has it tried again", async () => {
  const tried: string[] = [];
  const letter = {
    event: "e-1",
    seq: 7,
    model: "post",
    instance: "one",
    hook: "postCreate" as const,
    code: "hook_failed",
    message: "no",
    attempts: 2,
    at: "2026-01-01T00:00:00.000Z",
  };
  await using shown = await Shown.start({
    dead: {
      list: () => Promise.resolve({ letters: [letter], dropped: 0 }),
      runAgain: (event) => {
        tried.push(event);
        if (tried.length > 1) return Promise.resolve();
        return Promise.reject(new Refusal("hook_failed", "It failed again"));
      },
    },
  });
  const { rows } = await shown.rows("letters");
  deepStrictEqual(rows.map(({ node, values }) => [node, values["of"], values["message"]]), [
    ["letter:e-1", "hook postCreate", "no"],
  ]);
  const again = await shown.act("letter:e-1", "retry");
  match((again as { refused: { message: string } }).refused.message, /failed again/);
  deepStrictEqual(await shown.act("letter:e-1", "retry"), { done: null });
  deepStrictEqual(tried, ["e-1", "e-1"]);
});

Deno.test("a source lists what went wrong and what is open, and says so of a server that has no such lists", async () => {
  await using shown = await Shown.start();
  const findings = await shown.rows("findings");
  deepStrictEqual(findings.rows.map(({ values: { level } }) => level), ["warning"]);
  const records = await shown.rows("records");
  deepStrictEqual([records.columns[0]!.name, records.rows, records.next], ["at", [], null]);
  await using older = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
    return Response.json({ error: { code: "not_found", message: "no", details: null } }, { status: 404 });
  });
  const source = new ModelsSource({ id: "m", address: `http://127.0.0.1:${older.addr.port}`, key: null });
  const query = { filter: "", order: "", limit: 10, from: null }, signal = AbortSignal.timeout(30_000);
  for (const node of ["findings", "records"]) {
    const { columns } = await source.operations["rows"]!.run({ node, query, at: null }, signal) as Rows;
    deepStrictEqual(columns, []);
  }
});

Deno.test("a source makes, rotates and revokes keys; no row has a secret, and what the server repeats of its own is masked", async () => {
  await using shown = await Shown.start({ config: '[auth]\nmode = "required"' });
  const made = done(await shown.act<ModelOutcome<NewKey>>("keys", "make", "ann", "role:editor post:read", ""));
  match(made.key, /^ap_ann_/);
  strictEqual(made.isOwn, false);
  const { rows } = await shown.rows("keys");
  deepStrictEqual(rows.map(({ values: { id, scopes } }) => [id, scopes]), [
    ["admin", "admin"],
    ["ann", "role:editor post:read"],
  ]);
  strictEqual(JSON.stringify(rows).includes(made.key.split("_")[2]!), false);
  const wrong = await shown.act("keys", "make", "Ann", "", "");
  deepStrictEqual((wrong as { refused: { problems: { path: string }[] } }).refused.problems.map(({ path }) => path), [
    "id",
  ]);
  const next = done(await shown.act<ModelOutcome<NewKey>>("key:ann", "rotate", "1h"));
  strictEqual(next.key === made.key, false);
  strictEqual(done(await shown.act<ModelOutcome<null>>("key:ann", "revoke")), null);
  const other = new ModelsSource({ id: "x", address: shown.served.serving.url, key: "ap_wrong_secret" });
  await rejects(other.operations["tree"]!.run({ under: null }, AbortSignal.timeout(30_000)), (error: unknown) => {
    const { code, remedy } = error as { code: string; remedy: string };
    return code === "ModelServerRefused" && remedy.includes("--token-env");
  });
});

Deno.test("a source makes, switches, rotates and removes webhooks, and no row has a secret; a message that was given up is sent again", async () => {
  await using shown = await Shown.start({ config: "[webhooks]\nallow-private = true" });
  await defined(shown);
  await using receiver = new Receiver();
  const wrong = await shown.act("webhooks", "make", "ftp://here", "", "");
  deepStrictEqual((wrong as { refused: { problems: { path: string }[] } }).refused.problems.map(({ path }) => path), [
    "url",
  ]);
  const made = done(
    await shown.act<ModelOutcome<NewKey>>("webhooks", "make", receiver.url, "person", "instance.created", "mine"),
  );
  deepStrictEqual([made.id, /^whsec_/.test(made.key)], [new URL(receiver.url).href, true]);
  const [row] = (await shown.rows("webhooks")).rows, { enabled, models, kinds, description, dead } = row!.values;
  deepStrictEqual([enabled, models, kinds, description, dead], [true, "person", "instance.created", "mine", 0]);
  await shown.act("model:person", "create", { name: "Ann" }, "ann");
  // A receiver that is gone ends its webhook at once.
  (await receiver.next()).answer(410);
  let now = row!;
  while (now.values["enabled"] === true || now.values["dead"] === 0) now = (await shown.rows("webhooks")).rows[0]!;
  const [letter] = (await shown.rows("letters")).rows;
  strictEqual(letter!.values["of"], `webhook ${made.id}`);
  const retried = shown.act(letter!.node!, "retry");
  (await receiver.next()).answer(200);
  deepStrictEqual(await retried, { done: null });
  deepStrictEqual((await shown.rows("letters")).rows, []);
  strictEqual(done(await shown.act<ModelOutcome<null>>(row!.node!, "on")), null);
  const next = done(await shown.act<ModelOutcome<NewKey>>(row!.node!, "rotate"));
  strictEqual(next.id === made.id && next.key !== made.key, true);
  const rows = await shown.rows("webhooks");
  strictEqual(rows.rows[0]!.values["enabled"], true);
  strictEqual(/whsec_/.test(JSON.stringify(rows)), false);
  strictEqual(done(await shown.act<ModelOutcome<null>>(row!.node!, "remove")), null);
  deepStrictEqual((await shown.rows("webhooks")).rows, []);
});

Deno.test("a source uploads a file, whose value a field takes, and says which files a field takes", async () => {
  await using shown = await Shown.start({ config: '[files]\nmax-size = "1KiB"\ntypes = ["image/*"]' });
  const papers = { type: "List", of: { type: "File" } };
  const fields = { photo: { type: "File", types: ["image/png"], max: 100 }, papers };
  await shown.act("models", "define", JSON.stringify({ id: "tea", idKind: "any", fields }));
  const info = await shown.act<ModelInfo>("model:tea", "describe");
  deepStrictEqual(info.fields.map(({ files }) => files), [{ isList: false, types: ["image/png"] }, {
    isList: true,
    types: [],
  }]);
  const take = async (type: string, size: number): Promise<ModelOutcome<string>> => {
    return await shown.source.take({ name: "tea.png", type, bytes: new Uint8Array(size) }, AbortSignal.timeout(30_000));
  };
  const photo = done(await take("image/png", 20));
  const tea = done(await shown.act<ModelOutcome<ModelInstance>>("model:tea", "create", { photo }, "green"));
  match(tea.values["photo"]!, /"name":"tea\.png","size":20/);
  const large = done(await take("image/png", 200));
  const refused = await shown.act("instance:tea/green", "change", tea.revision, { photo: large });
  deepStrictEqual((refused as { refused: { problems: { path: string }[] } }).refused.problems.map(({ path }) => path), [
    "photo",
  ]);
  for (const [type, size, code] of [["text/plain", 20, "media_type"], ["image/png", 2_000, "too_large"]] as const) {
    const outcome = await take(type, size);
    strictEqual("refused" in outcome ? outcome.refused.code : "done", code);
  }
});

Deno.test("a source gives the bytes of a file, and a small picture of it only if its bytes are one", async () => {
  await using shown = await Shown.start();
  const { signal } = new AbortController();
  const kept = async (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> => {
    return JSON.parse(done(await shown.source.take({ name: "a", type, bytes }, signal))).id;
  };
  const given = async (id: string) => {
    const bytes = await shown.source.give(id, signal) as ReadableStream<Uint8Array<ArrayBuffer>>;
    return await new Response(bytes).bytes();
  };
  const picture = (id: string) => shown.act<string | null>(`file:${id}`, "picture");
  const png = pictureBytes(2, 3), large = Uint8Array.from({ length: 1 << 20 }, (_, at) => at % 251);
  const [tea, page, flood] = [
    await kept(png, "text/html"),
    await kept(new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/png"),
    await kept(large, "image/png"),
  ];
  deepStrictEqual(await given(tea), png);
  deepStrictEqual(await given(flood), large);
  strictEqual(await picture(tea), `data:image/png;base64,${png.toBase64()}`);
  deepStrictEqual([await picture(page), await picture(flood)], [null, null]);
  const unknown = tea.replace(/.$/, (last) => last === "0" ? "1" : "0");
  await rejects(given(unknown), { code: "ModelServerRefused" });
  for (const id of ["../models", "a/b", "", "a?b"]) await rejects(given(id), { code: "Usage" });
});

/** The beginning of a PNG with this size. */
function pictureBytes(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(40), view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("PNG\r\n"), 1);
  bytes.set([0x89], 0);
  bytes.set([0x1a, 0x0a], 6);
  bytes.set(new TextEncoder().encode("IHDR"), 12);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

Deno.test("a source erases personal values from an instance and its history, also of one that was deleted", async () => {
  await using shown = await Shown.start({ keepsSecrets: true });
  const fields = { name: { type: "String", personal: true }, since: { type: "Int" } };
  await shown.act("models", "define", JSON.stringify({ id: "customer", idKind: "any", fields }));
  const info = await shown.act<ModelInfo>("model:customer", "describe");
  deepStrictEqual(info.fields.map(({ isPersonal }) => isPersonal), [true, false]);
  done(await shown.act("model:customer", "create", { name: "Ada", since: "1815" }, "c1"));
  const seq = done(await shown.act<ModelOutcome<number>>("instance:customer/c1", "erase"));
  const erased = await shown.act<ModelInstance>("instance:customer/c1", "read");
  deepStrictEqual([erased.isErased, erased.revision, erased.values], [true, seq, { name: null, since: "1815" }]);
  const { items } = await shown.act<HistoryPage>("instance:customer/c1", "history");
  strictEqual(JSON.stringify(items).includes("Ada"), false);
  const gone = done(await shown.act<ModelOutcome<ModelInstance>>("model:customer", "create", { name: "Bea" }, "c2"));
  done(await shown.act("instance:customer/c2", "remove", gone.revision));
  strictEqual(typeof done(await shown.act<ModelOutcome<number>>("instance:customer/c2", "erase")), "number");
  const { actions } = await shown.ask("actions", { node: "instance:customer/c1" }) as { actions: Action[] };
  match(actions.find(({ id }) => id === "erase")!.confirm!, /cannot be undone/);
});

Deno.test("a source gives its key to its server alone: it follows no redirect, and no text of an answer has it", async () => {
  const asked: string[] = [], abort = new AbortController(), key = "ap_me_abcdef", onListen = () => {};
  const options = { hostname: "127.0.0.1", port: 0, onListen, signal: abort.signal };
  const thief = Deno.serve(options, (request) => {
    asked.push(request.url);
    return new Response("{}");
  });
  const server = Deno.serve(options, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname !== "/models") return Response.redirect(`http://127.0.0.1:${thief.addr.port}/`);
    const message = `No such key: ${request.headers.get("authorization")}`;
    return Response.json({ error: { code: "forbidden", message, details: null } }, { status: 403 });
  });
  const source = new ModelsSource({ id: "m", address: `http://127.0.0.1:${server.addr.port}`, key });
  const ask = (operation: string, input: unknown) =>
    source.operations[operation]!.run(input, AbortSignal.timeout(30_000));
  await rejects(ask("tree", { under: null }), { code: "ModelServerUnreadable", message: /redirect/ });
  await rejects(ask("tree", { under: "models" }), { message: "No such key: Bearer [masked]" });
  deepStrictEqual(asked, []);
  abort.abort();
  await Promise.all([thief.finished, server.finished]);
  await rejects(ask("tree", { under: null }), { code: "ModelServerUnreachable" });
});

Deno.test("a source refuses addresses with a user, and ids that would lead out of their route", async () => {
  for (const address of ["ftp://127.0.0.1", "http://me:pw@127.0.0.1", "http://127.0.0.1/?a=b", "here"]) {
    throws(() => new ModelsSource({ id: "m", address, key: null }), RangeError);
  }
  throws(() => new ModelsSource({ id: "m", address: "http://127.0.0.1", key: "a\nb" }), RangeError);
  await using shown = await Shown.start();
  await rejects(shown.act("model:..", "drop"), { code: "Usage" });
  await rejects(shown.act("instance:post/../x", "read"), { code: "Usage" });
  await rejects(shown.act("toString:x", "drop"), { code: "Usage" });
});

Deno.test("a source says which actions change something, and its tree names what a server has", async () => {
  await using shown = await Shown.start();
  await defined(shown);
  const tree = await shown.ask("tree", { under: null });
  strictEqual(isTree(tree), true);
  deepStrictEqual((await shown.tree()).map(({ id }) => id), [
    "server",
    "models",
    "letters",
    "records",
    "findings",
    "keys",
    "webhooks",
  ]);
  deepStrictEqual((await shown.tree("models")).map(({ id }) => id), ["model:person", "model:post"]);
  const actions = await shown.ask("actions", { node: "instance:post/one" });
  if (!isActions(actions)) throw new Error("No actions");
  deepStrictEqual(actions.actions.filter(({ changes }) => !changes).map(({ id }) => id), ["read", "history"]);
  const { changes } = shown.source.operations["act"]!;
  if (typeof changes === "boolean") throw new Error("All actions are treated alike");
  const signal = AbortSignal.timeout(30_000), args: unknown[] = [];
  strictEqual(await changes({ node: "keys", action: "make", args }, signal), true);
  strictEqual(await changes({ node: "model:post", action: "describe", args }, signal), false);
});
