import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { Json, JsonObject } from "../json/json.ts";
import { Served } from "./testing/served.ts";

const FIELDS: JsonObject = {
  title: { type: "String", index: true },
  n: { type: "Int" },
  big: { type: "BigInt" },
  flag: { type: "Bool" },
  ip: { type: "IP" },
  tags: { type: "List", of: { type: "String" } },
  any: { type: "JSON" },
  author: { type: "Reference", model: "user" },
  friends: { type: "List", of: { type: "Reference", model: "user" } },
  secret: { type: "String", hidden: true, index: true },
};

const ROWS: JsonObject[] = [
  {
    id: "a",
    title: "Alpha one",
    n: 1,
    big: 9007199254740993n,
    flag: true,
    ip: "10.0.0.9",
    tags: ["x", "y"],
    author: "u1",
    secret: "hush",
  },
  {
    id: "b",
    title: "beta two",
    n: 2,
    big: 9007199254740992n,
    flag: false,
    ip: "10.0.0.10",
    tags: ["y"],
    friends: ["u1", "u2"],
  },
  { id: "c", title: "Gamma, one", n: 10, ip: "::1", any: { a: 1 } },
  { id: "d", title: null },
];

async function start(): Promise<Served> {
  const server = await Served.start();
  await server.define("user", { name: { type: "String" }, boss: { type: "Reference", model: "user" } }, {
    idKind: "any",
  });
  await server.create("user", { id: "u1", name: "One" });
  await server.create("user", { id: "u2", name: "Two", boss: "u1" });
  await server.define("post", FIELDS, { idKind: "any" });
  for (const row of ROWS) await server.create("post", row);
  return server;
}

/** The ids of a list. */
async function ids(server: Served, query: string): Promise<string> {
  const { status, body, text } = await server.ask(`/models/post/instances?${query}`);
  equal(status, 200, `${query}: ${text}`);
  return (body.items as JsonObject[]).map(({ id }) => id).join("");
}

Deno.test("lists are filtered by every operator, with values read as the field's type", async () => {
  await using server = await start();
  const rows: [string, string][] = [
    ["filter[n]=1", "a"],
    ["filter[n][eq]=10", "c"],
    ["filter[n][ne]=1", "bcd"],
    ["filter[n][lt]=10", "ab"],
    ["filter[n][lte]=10", "abc"],
    ["filter[n][gt]=1", "bc"],
    ["filter[n][gte]=2&filter[n][lt]=10", "b"],
    ["filter[n][in]=1,10,11", "ac"],
    ["filter[n][nin]=1,10", "bd"],
    ["filter[n][null]=true", "d"],
    ["filter[n][null]=false", "abc"],
    ["filter[big]=9007199254740993", "a"],
    ["filter[big][lt]=9007199254740993", "b"],
    ["filter[flag]=false", "b"],
    ["filter[title][contains]=one", "ac"],
    ["filter[title][starts]=beta", "b"],
    ["filter[tags][contains]=x", "a"],
    ["filter[ip][gt]=10.0.0.9", "bc"],
    ["filter[ip]=0:0::1", "c"],
    ["filter[author]=u1", "a"],
    ["filter[id][in]=a,d", "ad"],
    ["filter[revision][gt]=6", "cd"],
    ["filter[any][null]=false", "c"],
  ];
  for (const [query, expected] of rows) equal(await ids(server, query), expected, query);
});

Deno.test("lists are filtered by JSON with and, or and not", async () => {
  await using server = await start();
  const rows: [Json, string][] = [
    [{ n: 1 }, "a"],
    [{ n: { gt: 1, lt: 10 } }, "b"],
    [{ or: [{ n: 1 }, { title: { contains: "Gamma" } }] }, "ac"],
    [{ and: [{ n: { null: false } }, { not: { flag: true } }] }, "bc"],
    [{ not: { or: [{ n: 1 }, { n: 2 }] } }, "cd"],
    [{ title: null }, "d"],
    [{ n: { in: [1, 2] }, flag: false }, "b"],
    [{ big: "9007199254740993" }, "a"],
  ];
  for (const [filter, expected] of rows) {
    const text = JSON.stringify(filter);
    equal(await ids(server, `filter=${encodeURIComponent(text)}`), expected, text);
  }
  const wrong: Json[] = [
    { n: "1" },
    { n: { like: 1 } },
    { nope: 1 },
    { or: [] },
    { not: [] },
    { n: { in: 1 } },
    { any: 1 },
    { any: { lt: 1 } },
    { secret: "hush" },
    {
      and: Array.from({ length: 201 }, () => ({ n: 1 })),
    },
  ];
  for (const filter of wrong) {
    const text = JSON.stringify(filter),
      got = await server.ask(`/models/post/instances?filter=${encodeURIComponent(text)}`);
    deepStrictEqual([got.status, got.body.error?.code], [400, "query"], text);
  }
});

Deno.test("lists are sorted by any field with an order, null first, and by id last", async () => {
  await using server = await start();
  const rows: [string, string][] = [
    ["sort=title", "dacb"],
    ["sort=-title", "bcad"],
    ["sort=-n", "cbad"],
    ["sort=ip", "dabc"],
    ["sort=flag,-n", "cdba"],
    ["sort=-id", "dcba"],
    ["sort=-createdAt,id", "dcba"],
  ];
  for (const [query, expected] of rows.slice(0, 6)) equal(await ids(server, query), expected, query);
  equal((await ids(server, rows[6]![0])).length, 4);
  for (const sort of ["tags", "any", "secret", "n,n", "", "-", "a,b,c,d,e,f,g,h,i"]) {
    const { status } = await server.ask(`/models/post/instances?sort=${sort}`);
    equal(status, 400, sort);
  }
});

Deno.test("a cursor goes on behind any sort value, also null, equal ones and bigints", async () => {
  await using server = await start();
  for (const sort of ["flag", "-flag", "title", "-big", "big,-n", "-id"]) {
    const all = await ids(server, `sort=${sort}`);
    let seen = "";
    for (let cursor: string | null = ""; cursor !== null;) {
      const { body } = await server.ask(
        `/models/post/instances?limit=1&sort=${sort}${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      seen += (body.items as JsonObject[]).map(({ id }) => id).join("");
      cursor = body.next as string | null;
    }
    equal(seen, all, sort);
  }
});

Deno.test("search looks for every word in indexed fields that are not hidden, in any case", async () => {
  await using server = await start();
  equal(await ids(server, "search=ONE"), "ac");
  equal(await ids(server, "search=one+alp"), "a");
  equal(await ids(server, "search=hush"), "");
});

Deno.test("fields and expand choose what instances show", async () => {
  await using server = await start();
  const read = async (id: string, query: string) =>
    (await server.ask(`/models/post/instances/${id}?${query}`)).body.data as JsonObject;
  deepStrictEqual(await read("a", "fields=n,title"), { title: "Alpha one", n: 1 });
  deepStrictEqual(await read("a", "fields=id"), {});
  const expanded = await read("b", "expand=friends.boss&fields=friends");
  const [one, two] = expanded.friends as JsonObject[];
  deepStrictEqual([one!.id, (one!.data as JsonObject).name, ((two!.data as JsonObject).boss as JsonObject).id], [
    "u1",
    "One",
    "u1",
  ]);
  equal(((await read("a", "expand=author")).author as JsonObject).id, "u1");
  const page = await server.ask("/models/post/instances?expand=author,friends&bigint=string");
  const items = page.body.items as JsonObject[];
  equal(((items[0]!.data as JsonObject).author as JsonObject).id, "u1");
  equal((items[0]!.data as JsonObject).big, "9007199254740993");
  ok(!page.text.includes("hush"));
  for (
    const query of [
      "expand=friends.boss.boss",
      "expand=title",
      "expand=nope",
      "expand=author&fields=n",
      "fields=secret",
      "fields=",
    ]
  ) {
    equal((await server.ask(`/models/post/instances/b?${query}`)).status, 400, query);
  }
  equal(((await read("a", "at=5&expand=author")).author as JsonObject).id, "u1");
});
