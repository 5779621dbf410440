import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { eventLineOf, isHistoryPage, isHookInfo, isModelInfo, isModelInstance, isNewKey, isOutcome } from "./checks.ts";

const INSTANCE = {
  id: "a",
  revision: 4,
  modelVersion: 1,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
  isErased: false,
  values: { title: "A", note: null },
};
const FIELD = {
  name: "title",
  type: "String",
  isText: true,
  about: "",
  isRequired: true,
  isImmutable: false,
  choices: null,
  refersTo: null,
  default: null,
  isPersonal: false,
  files: { isList: false, types: ["image/*"] },
};
const MODEL = { id: "post", title: "Post", version: 1, revision: 1, takesIds: false, hooks: [], definition: "{}" };

Deno.test("the checks of a model server's answers take what is whole, and refuse a member that lacks or has another type", () => {
  strictEqual(isModelInstance(INSTANCE), true);
  strictEqual(isModelInstance({ ...INSTANCE, values: { title: 1 } }), false);
  strictEqual(isModelInfo({ ...MODEL, fields: [FIELD] }), true);
  strictEqual(isModelInfo({ ...MODEL, fields: [{ ...FIELD, files: null }] }), true);
  strictEqual(isModelInfo({ ...MODEL, fields: [{ ...FIELD, choices: [1] }] }), false);
  strictEqual(isModelInfo({ ...MODEL, fields: [{ ...FIELD, files: { isList: false } }] }), false);
  const hook = { hook: "preCreate", kind: "script", language: "js", source: "", options: "{}", revision: 2 };
  strictEqual(isHookInfo(hook), true);
  strictEqual(isHookInfo({ ...hook, language: undefined }), false);
  const entry = { seq: 1, at: "", kind: "instance.deleted", actor: "key:a", cause: null, values: null };
  strictEqual(isHistoryPage({ items: [entry], next: null }), true);
  strictEqual(isHistoryPage({ items: [{ ...entry, seq: 1.5 }], next: null }), false);
  strictEqual(isNewKey({ id: "a", key: "b", isOwn: false }), true);
  strictEqual(isNewKey({ id: "a", key: "b" }), false);
});

Deno.test("isOutcome() takes what was done, or why it was not", () => {
  const problem = { path: "title", message: "is required", line: null, column: null };
  const refused = { code: "validation", message: "is required", problems: [problem], theirs: null };
  strictEqual(isOutcome({ done: INSTANCE }, isModelInstance), true);
  strictEqual(isOutcome({ done: {} }, isModelInstance), false);
  strictEqual(isOutcome({ refused }, isModelInstance), true);
  strictEqual(isOutcome({ refused: { ...refused, theirs: INSTANCE } }, isModelInstance), true);
  strictEqual(isOutcome({ refused: { ...refused, problems: [{ ...problem, line: "1" }] } }, isModelInstance), false);
});

Deno.test("eventLineOf() reads an event, and how the stream is, and nothing else", () => {
  const event = { seq: 1, at: "", kind: "model.created", model: "a", instance: null, actor: "", cause: null, text: "" };
  deepStrictEqual(eventLineOf(JSON.stringify({ event })), { event });
  const state = { state: "reconnecting", at: "2026-01-01T00:00:00Z", reason: "refused" };
  deepStrictEqual(eventLineOf(JSON.stringify(state)), state);
  strictEqual(eventLineOf(JSON.stringify({ event: { ...event, seq: "1" } })), null);
  strictEqual(eventLineOf("?"), null);
});
