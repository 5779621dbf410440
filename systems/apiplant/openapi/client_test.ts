import { deepStrictEqual, equal } from "node:assert/strict";
import { typeNames } from "./client_types.ts";
import { keyFor, REQUIRED } from "../auth/testing/surfaces.ts";
import { Served } from "../http/testing/served.ts";

/** A program that uses a client as people do; the compiler checks it in the strictest mode. */
const PROGRAM = `
import { Client, Refused } from "./client.ts";
const client = new Client(Deno.args[0]!);
const created = await client.post.create({ title: "a", views: 9223372036854775807n, tags: ["x"] }, { idempotencyKey: "k" });
const views: bigint | null | undefined = created.data.views;
const patched = await client.post.patch(created.id, { title: "b", views: null }, { ifMatch: created.revision });
const title: string = patched.data.title;
// @ts-expect-error a number is not a title
const wrong = await client.post.create({ title: 1 }).catch((error: unknown) => error);
// @ts-expect-error hidden fields are not read
created.data.secret;
// @ts-expect-error no such field
created.data.nope;
for (let at = 0; at < 5; at++) await client["blog-note"].create({ kind: "b", post: created.id });
const notes: string[] = [];
for await (const note of client["blog-note"].all({ limit: 2, filter: { kind: "b" } })) notes.push(note.data.kind);
const history = await client.post.history(created.id);
const then = await client.post.get(created.id, created.revision);
const seqs: number[] = [];
for await (const event of client.events(0, { models: "post" })) if (seqs.push(event.seq) === 3) break;
const restored = await client.post.restore(created.id, created.revision);
const page = await client["blog-note"].list({ total: true, sort: "-createdAt" });
const replaced = await client.post.replace(created.id, { title: "c", views: 5n });
const note = page.items[0]!;
await client["blog-note"].delete(note.id);
const gone = await client["blog-note"].get(note.id).catch((error: unknown) => error);
console.log(JSON.stringify({
  views: String(views), title, wrong: wrong instanceof Refused && [wrong.status, wrong.code], notes,
  history: history.items.map(({ seq }) => seq), then: then.data.title, seqs, restored: String(restored.data.views),
  total: page.total, replaced: typeof replaced.data.views, gone: gone instanceof Refused && gone.code,
}));
`;

Deno.test("clientText() gives a client that the compiler takes in strict mode, and that does what it says", async () => {
  await using server = await Served.start();
  await server.define("post", {
    title: { type: "String", required: true, description: "Ends */ no comment" },
    views: { type: "BigInt", default: 0 },
    tags: { type: "List", of: { type: "String" } },
    secret: { type: "String", hidden: true },
  });
  await server.define("blog-note", {
    kind: { type: "String", enum: ["a", "b"], required: true },
    post: { type: "Reference", model: "post" },
  });
  await server.define("page", {});
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/client.ts`, (await server.ask("/client.ts")).text);
    await Deno.writeTextFile(`${folder}/main.ts`, PROGRAM);
    const strict = {
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitOverride: true,
      noUnusedLocals: false,
    };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ compilerOptions: strict }));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--check", "--no-lock", "--no-prompt", "--allow-net", "main.ts", server.serving.url],
      cwd: folder,
    }).output();
    equal(code, 0, new TextDecoder().decode(stderr));
    const result = JSON.parse(new TextDecoder().decode(stdout));
    const seq = 4;
    deepStrictEqual(result, {
      views: "9223372036854775807",
      title: "b",
      wrong: [422, "validation"],
      notes: ["b", "b", "b", "b", "b"],
      history: [seq + 1, seq],
      then: "a",
      seqs: [1, seq, seq + 1],
      restored: "9223372036854775807",
      total: 5,
      replaced: "bigint",
      gone: "not_found",
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** A program that sends a key, and a token that it renews. */
const WITH_TOKEN = `
import { Client, Refused } from "./client.ts";
const [url, key] = Deno.args as [string, string];
const failing = await new Client(url).post.list().catch((error: unknown) => error);
const byKey = new Client(url, { token: key });
await byKey.post.create({ title: "a" });
const photo = await byKey.upload(new File(["hello"], "Ä b.png", { type: "image/png" }));
const given = await byKey.post.create({ title: "with a photo", photo });
const bytes = await byKey.upload(new TextEncoder().encode("bytes"), { name: "x.txt", type: "text/plain" });
const unknown = await byKey.upload(new Uint8Array(2));
const refusedUpload = await new Client(url).upload(new Blob(["x"])).catch((error: unknown) => error);
const refusedDownload = await new Client(url).download(photo).catch((error: unknown) => error);
let asked = 0;
const renewed = new Client(url, { token: () => Promise.resolve(++asked === 1 ? key : "gone") });
const total = (await renewed.post.list({ total: true })).total;
const second = await renewed.post.list().catch((error: unknown) => error);
console.log(JSON.stringify({
  without: failing instanceof Refused && [failing.status, failing.code], total, asked,
  photo: [photo.name, photo.size, photo.type, given.data.photo?.id === photo.id],
  read: await (await byKey.download(photo)).text(), bytes: [bytes.name, bytes.size, bytes.type],
  unknown: [unknown.name, unknown.size, unknown.type],
  refused: [refusedUpload, refusedDownload].map((one) => one instanceof Refused && one.code),
  second: second instanceof Refused && second.code, shown: Deno.inspect(byKey),
}));
`;

Deno.test("clientText() gives a client that sends a key, or what a function gives, and shows neither", async () => {
  await using server = await Served.start({ config: REQUIRED });
  const fields = { title: { type: "String" }, photo: { type: "File" } };
  await server.define("post", fields, { rules: { list: "user", create: "user", read: "user" } });
  const key = await keyFor(server, "ci"), folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/client.ts`, (await server.ask("/client.ts", { key })).text);
    await Deno.writeTextFile(`${folder}/main.ts`, WITH_TOKEN);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--check",
        "--no-config",
        "--no-lock",
        "--no-prompt",
        "--allow-net",
        "main.ts",
        server.serving.url,
        key,
      ],
      cwd: folder,
    }).output();
    equal(code, 0, new TextDecoder().decode(stderr));
    const { shown, ...result } = JSON.parse(new TextDecoder().decode(stdout));
    deepStrictEqual(result, {
      without: [401, "unauthenticated"],
      total: 2,
      asked: 2,
      second: "unauthenticated",
      photo: ["Ä b.png", 5, "image/png", true],
      read: "hello",
      bytes: ["x.txt", 5, "text/plain"],
      unknown: ["file", 2, "application/octet-stream"],
      refused: ["unauthenticated", "not_found"],
    });
    equal(shown.includes(key), false, shown);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("typeNames() gives every model a name of its own", () => {
  deepStrictEqual([...typeNames(["post", "blog-post", "blog--post", "blog_post", "page"])], [
    ["post", "Post"],
    ["blog-post", "BlogPost"],
    ["blog--post", "BlogPost_2"],
    ["blog_post", "Blog_post"],
    ["page", "Page"],
  ]);
});
