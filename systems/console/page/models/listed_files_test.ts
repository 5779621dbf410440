import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { filesIn, listWith } from "./listed_files.ts";

Deno.test("listWith() adds to a list, and begins one", () => {
  strictEqual(listWith("", '{"id":"a"}'), '[{"id":"a"}]');
  strictEqual(listWith("[ ]", '{"id":"a"}'), '[{"id":"a"}]');
  strictEqual(listWith('[{"id":"a","size":1}]\n', '{"id":"b"}'), '[{"id":"a","size":1},{"id":"b"}]');
});

Deno.test("filesIn() finds the files of a value or a list, and none in what is no file", () => {
  const tea = { id: "a", name: "tea.png", type: "image/png", size: 20, sha256: "00" };
  deepStrictEqual(filesIn(JSON.stringify(tea)), [tea]);
  deepStrictEqual(filesIn(JSON.stringify([tea, null, { ...tea, size: "20" }, "a", tea])), [tea, tea]);
  for (const other of ["", "null", "[", '"a"', "3"]) deepStrictEqual(filesIn(other), []);
});
