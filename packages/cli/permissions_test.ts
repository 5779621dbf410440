import { strictEqual } from "node:assert/strict";

Deno.test("list, describe and help run without any permission", async () => {
  const main = new URL("./main.ts", import.meta.url).pathname;
  for (const words of [["probe", "list"], ["probe", "describe", "TableRef"], ["probe", "--help"], ["help"]]) {
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", main, ...words],
      stdin: "null",
    }).output();
    strictEqual(new TextDecoder().decode(stderr), "", words.join(" "));
    strictEqual(code, 0, words.join(" "));
  }
});
