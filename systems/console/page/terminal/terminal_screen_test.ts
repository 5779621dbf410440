import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { classesOf } from "./style.ts";
import { TerminalScreen } from "./terminal_screen.ts";

const utf8 = new TextEncoder();

/** A screen after texts came, one after the other. */
function after(...texts: string[]): TerminalScreen {
  const screen = new TerminalScreen();
  for (const text of texts) screen.write(utf8.encode(text));
  return screen;
}

/** Its lines as texts. */
function texts(screen: TerminalScreen): string[] {
  return screen.lines.map(({ pieces }) => pieces.map(({ text }) => text).join(""));
}

Deno.test("TerminalScreen knows the ends of lines, backspace and tabs, and writes over what stands there", () => {
  deepStrictEqual(texts(after("one\r\ntwo\nthree")), ["one", "two", "three"]);
  deepStrictEqual(texts(after("10 %\r20 %")), ["20 %"]);
  deepStrictEqual(texts(after("lss\b \b -l")), ["ls -l"]);
  deepStrictEqual(texts(after("\b\ba\tb\tc")), ["a       b       c"]);
  deepStrictEqual(texts(after("\x1b[2;5mfaint\x1b[K\rF\x1b[K")), ["F"]);
  deepStrictEqual(texts(after("abcdef\x1b[3D\x1b[K\x1b[1Dx\x1b[9Cy")), ["abxy"]);
  strictEqual(after("abc\r").column, 0);
});

Deno.test("TerminalScreen finishes a character and an escape that were cut", () => {
  const screen = new TerminalScreen(), bytes = utf8.encode("\x1b[32mgrün 🙂");
  for (const byte of bytes) screen.write(Uint8Array.of(byte));
  deepStrictEqual(texts(screen), ["grün 🙂"]);
  strictEqual(classesOf(screen.lines[0]!.pieces[0]!.style), "ink-2");
});

Deno.test("TerminalScreen gives pieces their colours, 16 of them, and drops none of the text", () => {
  const { lines: [line] } = after(
    "\x1b[1;31mred\x1b[0m \x1b[97;44mwhite\x1b[39;49;22;7;4mx\x1b[38;5;9my\x1b[38;2;1;2;3mz\x1b[48;5;200mw",
  );
  deepStrictEqual(line!.pieces.map(({ text, style }) => [text, classesOf(style)]), [
    ["red", "ink-1 bold"],
    [" ", ""],
    ["white", "ink-7 ground-4"],
    ["x", "under inverse"],
    ["y", "ink-1 under inverse"],
    ["z", "under inverse"],
    ["w", "under inverse"],
  ]);
});

Deno.test("TerminalScreen shows escapes that it does not know, and control characters, as text", () => {
  const { lines: [line] } = after("a\x1b[2Jb\x1b]0;t\x07c\x00\x1b[?25l");
  strictEqual(line!.pieces.map(({ text }) => text).join(""), "a^[[2Jb^[]0;tc^@^[[?25l");
  deepStrictEqual(line!.pieces.filter(({ style }) => style.isQuiet).map(({ text }) => text), [
    "^[[2J",
    "^[]",
    "^@^[[?25l",
  ]);
  deepStrictEqual(texts(after("\x1b[1\nnext\x1b\x1b[1mbold")), ["^[[1", "next^[bold"]);
  strictEqual(texts(after(`\x1b[${"1;".repeat(200)}`))[0]!.startsWith("^[[1;1;"), true);
});

Deno.test("TerminalScreen keeps 1,000 lines, breaks longer ones, and says how many are gone", () => {
  const screen = after("line\n".repeat(2_500));
  deepStrictEqual([screen.lines.length, screen.dropped, screen.lines[0]!.number], [1_000, 1_501, 1_501]);
  deepStrictEqual(texts(after("x".repeat(1_500))).map(({ length }) => length), [1_024, 476]);
  const noted = after("half");
  noted.note("3 lines are missing");
  deepStrictEqual(texts(noted), ["half", "3 lines are missing", ""]);
});
