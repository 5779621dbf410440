import { deepStrictEqual } from "node:assert/strict";
import { split, wordsOf } from "./ssh_command.ts";

Deno.test("split() puts the options of ssh before the machine, and the command behind it", () => {
  deepStrictEqual(split([]), { before: [], after: [] });
  deepStrictEqual(split(["-v", "-o", "A=b", "uname", "-a"]), { before: ["-v", "-o", "A=b"], after: ["uname", "-a"] });
  deepStrictEqual(split(["--", "-x"]), { before: [], after: ["-x"] });
});

Deno.test("wordsOf() keeps quoted words whole", () => {
  deepStrictEqual(wordsOf(`ssh -o "A b" '' x`), ["ssh", "-o", "A b", "", "x"]);
});
