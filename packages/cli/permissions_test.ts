import { match, strictEqual } from "node:assert/strict";

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

Deno.test("words that start a system's program name the permission that they lack", async () => {
  const main = new URL("./main.ts", import.meta.url).pathname;
  for (const words of [["nx", "status"], ["help", "nx", "status"], ["init", "x", "--template", "storage"]]) {
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-read", main, "--json", ...words],
      stdin: "null",
    }).output();
    const { error } = JSON.parse(new TextDecoder().decode(stdout));
    strictEqual(error.code, "Usage", words.join(" "));
    match(error.message, /^Cannot start the program of @fluxwire\/\w+: a permission is missing; add --allow-run$/);
    strictEqual(code, 1, words.join(" "));
  }
});
