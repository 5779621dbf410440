import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { parseCommands } from "./command_text.ts";
import { threadMs } from "../../tests/thread_time.ts";

async function parsed(text: string): Promise<string[][]> {
  return (await parseCommands(text)).map((command) => command.map((word) => new TextDecoder("latin1").decode(word)));
}

Deno.test("parseCommands() gives the words of each line", async () => {
  deepStrictEqual(await parsed("  SET  a\tb \r\n\nGET a;\n# comment\nGET #a ; \n"), [
    ["SET", "a", "b"],
    ["GET", "a"],
    ["GET", "#a"],
  ]);
  deepStrictEqual(await parsed(""), []);
  deepStrictEqual(await parsed("SET a;b c;d"), [["SET", "a;b", "c;d"]]);
});

Deno.test("parseCommands() reads quotes as redis-cli does", async () => {
  deepStrictEqual(await parsed(String.raw`SET "a b" "\x00\xFf\n\r\t\b\a\\\"\q"`), [[
    "SET",
    "a b",
    '\x00\xff\n\r\t\b\x07\\"q',
  ]]);
  deepStrictEqual(await parsed(String.raw`SET 'it\'s' '\n' ''`), [["SET", "it's", "\\n", ""]]);
  deepStrictEqual(await parsed('EVAL "return 1\n# not a comment\n" 0'), [["EVAL", "return 1\n# not a comment\n", "0"]]);
  deepStrictEqual(await parsed("SET k foo\"bar baz\"\nSET k a'b c'"), [["SET", "k", "foobar baz"], [
    "SET",
    "k",
    "ab c",
  ]]);
});

Deno.test("parseCommands() keeps text beyond ASCII as UTF-8", async () => {
  deepStrictEqual(
    (await parseCommands('SET é "😀\\é"')).map((command) => command.map((word) => new TextDecoder().decode(word))),
    [
      ["SET", "é", "😀é"],
    ],
  );
});

Deno.test("parseCommands() names the line of a quote that is not closed or goes on", async () => {
  for (
    const [text, message] of [
      ['PING\nSET "a', "Cannot read command: the quote on line 2 is not closed"],
      ['"a\\', "Cannot read command: the quote on line 1 is not closed"],
      ['SET a"b c', "Cannot read command: the quote on line 1 is not closed"],
      ["'a'b", "Cannot read command: the quote on line 1 has no space after it"],
    ] as const
  ) await rejects(parseCommands(text), { code: "InvalidRequest", message });
});

Deno.test("parseCommands() reads megabytes in time, and lets other work run meanwhile", async () => {
  const size = 4_000_000;
  for (const part of ["x", "\\n", "é", "\\x00"]) {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const startedAt = threadMs();
    const [command] = await parseCommands(`SET k "${part.repeat(size / part.length)}"`);
    clearInterval(timer);
    // 39 s before, and 0.3 s since.
    ok(threadMs() - startedAt < 10_000, part);
    strictEqual(command!.length, 3);
    if (part.startsWith("\\")) ok(turns > 3, part);
  }
  const startedAt = threadMs();
  await parseCommands("a b\n".repeat(size / 4));
  // 17 s before, and 1.5 s since.
  ok(threadMs() - startedAt < 8_000);
  for (const part of ["x", "x;"]) {
    const [command] = await parseCommands(`SET k ${part.repeat(15_000_000 / part.length)}x`);
    strictEqual(command![2]!.length, 15_000_001);
  }
  await rejects(parseCommands(`SET k "${"x".repeat(size)}`), /is not closed/);
  await rejects(parseCommands('"a"'.repeat(size / 3)), /has no space after it/);
});
