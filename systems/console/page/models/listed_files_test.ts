import { strictEqual } from "node:assert/strict";
import { listWith } from "./listed_files.ts";

Deno.test("listWith() adds to a list, and begins one", () => {
  strictEqual(listWith("", '{"id":"a"}'), '[{"id":"a"}]');
  strictEqual(listWith("[ ]", '{"id":"a"}'), '[{"id":"a"}]');
  strictEqual(listWith('[{"id":"a","size":1}]\n', '{"id":"b"}'), '[{"id":"a","size":1},{"id":"b"}]');
});
