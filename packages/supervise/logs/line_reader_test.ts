import { deepEqual, equal, ok } from "node:assert/strict";
import { MASK, Secrets } from "@fluxwire/transport/secrets";
import { LineReader } from "./line_reader.ts";
import { threadMs } from "../../../tests/thread_time.ts";

const utf8 = new TextEncoder();

function secretsOf(...texts: string[]): Secrets {
  const secrets = new Secrets();
  secrets.add(texts);
  return secrets;
}

Deno.test("LineReader gives the same lines, however the bytes are divided", () => {
  const bytes = utf8.encode("one\r\n\ntwo é\n\x1b[1mthree\x1b[0m\nfour");
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new LineReader();
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...reader.push(bytes.subarray(at, at + size)));
    deepEqual([...lines, ...reader.end()], ["one", "", "two é", "three", "four"], `${size} bytes at a time`);
  }
});

Deno.test("LineReader continues a line that is too long on the next one, in one chunk and in many", () => {
  const text = `${"x".repeat(40_000)}\n`;
  const whole = new LineReader().push(utf8.encode(text));
  deepEqual(whole.map(({ length }) => length), [16_384, 16_384, 7_232]);
  const reader = new LineReader();
  const parts = Array.from({ length: 40 }, () => reader.push(utf8.encode("x".repeat(1_000)))).flat();
  ok(reader.unfinished.length <= 2 * 16_384);
  equal([...parts, ...reader.push(utf8.encode("\n"))].join("").length, 40_000);
});

Deno.test("LineReader hides a secret whole that has another one in it", () => {
  const reader = new LineReader(secretsOf("abc", "abcdef"));
  deepEqual(reader.push(utf8.encode("abcdef abc\n")), [`${MASK} ${MASK}`]);
});

Deno.test("LineReader hides a secret that stands where a long line is cut", () => {
  const reader = new LineReader(secretsOf("s3cret"));
  const lines = reader.push(utf8.encode(`${"x".repeat(16_382)}s3c`));
  lines.push(...reader.push(utf8.encode(`ret${"y".repeat(20)}\n`)));
  const text = lines.join("");
  ok(!text.includes("s3c") && !text.includes("ret" + "y"), text.slice(16_370));
  ok(text.includes(MASK));
});

Deno.test("LineReader hides what is secret by its place, and a secret as long as any that is looked for, in many chunks", () => {
  const secret = Array.from({ length: 16_384 }, (_, i) => String.fromCharCode(97 + i * i % 26)).join("");
  const reader = new LineReader(secretsOf(secret)), lines: string[] = [];
  const text = `password=hunter2 ${"-".repeat(10_000)}${secret}${"-".repeat(40_000)}`;
  for (let at = 0; at < text.length; at += 1_000) lines.push(...reader.push(utf8.encode(text.slice(at, at + 1_000))));
  lines.push(...reader.end());
  equal(lines.join(""), `password=${MASK} ${"-".repeat(10_000)}${MASK}${"-".repeat(40_000)}`);
  ok(lines.every(({ length }) => length <= 16_384));
});

Deno.test("LineReader ends a line at CR as at LF, however the bytes are divided", () => {
  const bytes = utf8.encode("10 %\r20 %\r\rdone\r\n\nlast\r");
  for (let size = 1; size <= bytes.length; size++) {
    const reader = new LineReader(), lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...reader.push(bytes.subarray(at, at + size)));
    deepEqual([...lines, ...reader.end()], ["10 %", "20 %", "", "done", "", "last"], `${size} bytes at a time`);
  }
});

Deno.test("LineReader removes every escape sequence and control character but tab", () => {
  const cases: [string, string][] = [
    ["\x1b\x1b[31m[31m", "[31m"],
    ["\x1bcreset", "reset"],
    ["\x1b(Btext\x1b#8", "text"],
    ["\x9b31mred\x9dtitle\x9c.", "red."],
    ["\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b", "ab"],
    ["\x1bPq#0~\x1b\\c\x1b_x\x9cd", "cd"],
    ["bell\x07 nul\0 back\b del\x7f nel\x85 ff\f vt\v", "bell nul back del nel ff vt"],
    ["a\tb", "a\tb"],
    ["\x1b]no end", "no end"],
    ["user\u202egnp.exe \u2066x\u2069", "user\\u202egnp.exe \\u2066x\\u2069"],
  ];
  for (const [text, shown] of cases) deepEqual(new LineReader().push(utf8.encode(`${text}\n`)), [shown], shown);
  // deno-lint-ignore no-control-regex -- none may be left
  const left = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;
  const all = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code));
  for (const one of all) {
    for (const two of all) {
      for (const line of new LineReader().push(utf8.encode(`a${one}${two}b\n`))) {
        ok(!left.test(line), JSON.stringify(line));
      }
    }
  }
});

Deno.test("LineReader masks a secret with control characters in it, and one that they divide", () => {
  const reader = new LineReader(secretsOf("s3\x07cret", "hunter22"));
  deepEqual(reader.push(utf8.encode("s3\x07cret hun\x1b[1mter22\n")), [`${MASK} ${MASK}`]);
});

Deno.test("LineReader takes time that grows with its input alone, whatever sequences begin in it", () => {
  for (const part of ["\x1b]", "\x9d", "\x1b[", "\x9b0", "\x1b ", "\r", "\u202e"]) {
    const startedAt = threadMs();
    new LineReader().push(utf8.encode(`${part.repeat(200_000)}\n`));
    ok(threadMs() - startedAt < 2_000, JSON.stringify(part));
  }
});
