import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { changesOf, conflictsOf, emptyDraft, problemOf, rebased } from "./draft.ts";

const BASE = { title: "One", note: null, views: "1" };

Deno.test("changesOf() gives what differs, where nothing and null are the same", () => {
  deepStrictEqual(changesOf(BASE, { ...BASE, more: null }), {});
  deepStrictEqual(changesOf(BASE, { ...BASE, title: "Two", note: "" }), { title: "Two", note: "" });
});

Deno.test("conflictsOf() names what both have changed to different values, and rebased() keeps the others' changes", () => {
  const draft = { title: "Mine", note: "same", views: "1" }, theirs = { title: "Theirs", note: "same", views: "2" };
  deepStrictEqual(conflictsOf(BASE, draft, theirs), [{ name: "title", mine: "Mine", theirs: "Theirs" }]);
  const instance = { id: "a", revision: 5, modelVersion: 1, createdAt: "", updatedAt: "", isErased: false };
  deepStrictEqual(rebased(BASE, draft, { ...instance, values: theirs }), { title: "Mine", note: "same", views: "2" });
});

Deno.test("a new instance begins with what it must have, and a problem within a value belongs to its field", () => {
  const field = {
    type: "String",
    isText: true,
    about: "",
    isImmutable: false,
    choices: null,
    refersTo: null,
    isPersonal: false,
    files: null,
  };
  const fields = [
    { ...field, name: "title", isRequired: true, default: null },
    { ...field, name: "kind", isRequired: true, default: "a" },
    { ...field, name: "note", isRequired: false, default: null },
  ];
  deepStrictEqual(emptyDraft(fields), { title: "" });
  const place = { line: null, column: null };
  const problems = [{ path: "tags/3", message: "too long", ...place }, { path: "tag", message: "no", ...place }];
  strictEqual(problemOf(problems, "tags"), "too long");
  strictEqual(problemOf(problems, "title"), null);
});
