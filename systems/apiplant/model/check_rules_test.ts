import { deepStrictEqual } from "node:assert/strict";
import type { Json, JsonObject } from "../json/json.ts";
import { checkDefinition } from "./check_definition.ts";

const FIELDS: JsonObject = {
  author: { type: "String" },
  user: { type: "Reference", model: "user" },
  views: { type: "Int" },
  tags: { type: "List", of: { type: "String" } },
  key: { type: "UUID", hidden: true },
};

/** The paths and codes of a definition's problems. */
function problems(rules: Json, ownerField?: Json): string[] {
  const body = { id: "post", fields: FIELDS, rules, ...(ownerField === undefined ? {} : { ownerField }) };
  const checked = checkDefinition(body, 1);
  return "problems" in checked ? checked.problems.map(({ path, code }) => `${path} ${code}`) : [];
}

Deno.test("checkDefinition() takes every kind of rule, and fields of owners", () => {
  const everything: Json = [
    "public",
    "user",
    "owner",
    "admin",
    "none",
    "role:editor",
    ["role:a:b", { if: { author: "$actor.sub", views: { lt: 5 } } }],
    {
      if: {
        or: [{ author: { in: "$actor.roles" } }, { tags: { contains: "$actor.sub" } }],
        not: { key: "$actor.sub" },
      },
    },
  ];
  const rules = Object.fromEntries(
    ["list", "read", "create", "update", "delete", "history", "subscribe"].map((action) => [action, everything]),
  );
  deepStrictEqual(problems(rules, "author"), []);
  deepStrictEqual(problems({ update: { if: { views: { lte: "$data.views" } } }, read: "owner" }, "user"), []);
});

Deno.test("checkDefinition() names every problem of a rule by its path", () => {
  for (
    const [rules, ownerField, wanted] of [
      ["public", undefined, ["/rules type"]],
      [{ read: 1 }, undefined, ["/rules/read type"]],
      [{ read: "users", list: "role:", create: "role:a b" }, undefined, [
        "/rules/read enum",
        "/rules/list enum",
        "/rules/create enum",
      ]],
      [{ read: [] }, undefined, ["/rules/read max"]],
      [{ read: [[[["public"]]]] }, undefined, ["/rules/read/0/0/0 max"]],
      [{ read: ["user", { iff: {} }] }, undefined, ["/rules/read/1 type"]],
      [{ read: { if: { author: "x" }, else: "user" } }, undefined, ["/rules/read type"]],
      [{ read: "owner" }, undefined, ["/rules/read required"]],
      [{}, "nope", ["/ownerField unknown"]],
      [{}, "views", ["/ownerField type"]],
      [{ read: { if: { nope: 1 } } }, undefined, ["/rules/read format"]],
      [{ read: { if: { author: "$actor.name" } } }, undefined, ["/rules/read format"]],
      [{ read: { if: { author: "$data.author" } } }, undefined, ["/rules/read format"]],
      [{ update: { if: { author: "$data" } } }, undefined, ["/rules/update format"]],
      [{ update: { if: { views: { starts: "$actor.sub" } } } }, undefined, ["/rules/update format"]],
    ] as const
  ) deepStrictEqual(problems(rules as Json, ownerField), wanted, JSON.stringify(rules));
});
