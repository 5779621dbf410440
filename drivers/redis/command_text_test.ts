import { deepStrictEqual, throws } from "node:assert/strict";
import { parseCommands } from "./command_text.ts";

function parsed(text: string): string[][] {
  return parseCommands(text).map((command) => command.map((word) => new TextDecoder("latin1").decode(word)));
}

Deno.test("parseCommands() gives the words of each line", () => {
  deepStrictEqual(parsed("  SET  a\tb \r\n\nGET a;\n# comment\nGET #a ; \n"), [
    ["SET", "a", "b"],
    ["GET", "a"],
    ["GET", "#a"],
  ]);
  deepStrictEqual(parsed(""), []);
  deepStrictEqual(parsed("SET a;b c;d"), [["SET", "a;b", "c;d"]]);
});

Deno.test("parseCommands() reads quotes as redis-cli does", () => {
  deepStrictEqual(parsed(String.raw`SET "a b" "\x00\xFf\n\r\t\b\a\\\"\q"`), [[
    "SET",
    "a b",
    '\x00\xff\n\r\t\b\x07\\"q',
  ]]);
  deepStrictEqual(parsed(String.raw`SET 'it\'s' '\n' ''`), [["SET", "it's", "\\n", ""]]);
  deepStrictEqual(parsed('EVAL "return 1\n# not a comment\n" 0'), [["EVAL", "return 1\n# not a comment\n", "0"]]);
  deepStrictEqual(parsed('SET a"b c'), [["SET", 'a"b', "c"]]);
});

Deno.test("parseCommands() keeps text beyond ASCII as UTF-8", () => {
  deepStrictEqual(
    parseCommands('SET é "😀\\é"').map((command) => command.map((word) => new TextDecoder().decode(word))),
    [
      ["SET", "é", "😀é"],
    ],
  );
});

Deno.test("parseCommands() names the line of a quote that is not closed or goes on", () => {
  for (
    const [text, message] of [
      ['PING\nSET "a', "Cannot read command: the quote on line 2 is not closed"],
      ['"a\\', "Cannot read command: the quote on line 1 is not closed"],
      ["'a'b", "Cannot read command: the quote on line 1 has no space after it"],
    ] as const
  ) throws(() => parseCommands(text), { code: "InvalidRequest", message });
});
