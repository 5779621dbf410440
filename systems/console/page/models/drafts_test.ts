import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Drafts } from "./drafts.ts";

const DATES = { createdAt: "", updatedAt: "" };
const BASE = { id: "one", revision: 1, modelVersion: 1, ...DATES, isErased: false, values: { title: "One" } };

Deno.test("Drafts keeps one for each instance, and names what is not saved, until it is", () => {
  const drafts = new Drafts(), draft = drafts.instance("post", "a/b");
  strictEqual(drafts.has("post"), false);
  draft.value = { base: BASE, values: { title: "Two" } };
  strictEqual(drafts.instance("post", "a/b").value?.values["title"], "Two");
  strictEqual(drafts.instance("post", "a").value, null);
  deepStrictEqual([drafts.instances("post"), drafts.instances("pos")], [["a/b"], []]);
  deepStrictEqual([drafts.has("post"), drafts.has("pos")], [true, false]);
  draft.value = null;
  deepStrictEqual([drafts.instances("post"), drafts.has("post")], [[], false]);
  drafts.definition(null).value = { base: null, text: "{" };
  strictEqual(drafts.has("post"), false);
  drafts.hook("post", "preCreate").value = { base: null, source: "x", language: "js" };
  strictEqual(drafts.has("post"), true);
});
