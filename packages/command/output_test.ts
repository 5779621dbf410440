import { deepEqual, equal, throws } from "node:assert/strict";
import { Output, OutputClosed, type Sink } from "./output.ts";
import { UsageError } from "./usage_error.ts";

/** Collects what is written, at most three bytes at a time. */
function sink(isTerminal = false): Sink & { text(): string } {
  const bytes: number[] = [];
  return {
    writeSync(part) {
      bytes.push(...part.subarray(0, 3));
      return Math.min(part.length, 3);
    },
    isTerminal: () => isTerminal,
    text: () => new TextDecoder().decode(Uint8Array.from(bytes)),
  };
}

const FAILURE = { code: "Timeout", message: "Cannot finish Ping: too late", hint: "wait" };

Deno.test("Output.failure() is one line on stderr", () => {
  const stdout = sink(), stderr = sink();
  new Output(false, { stdout, stderr }).failure(FAILURE);
  equal(stdout.text(), "");
  equal(stderr.text(), "error[Timeout]: Cannot finish Ping: too late (wait)\n");
});

Deno.test("Output.failure() keeps the lines of a message, its caret in place, none like another error", () => {
  const shown = (message: string) => {
    const stderr = sink();
    new Output(false, { stdout: sink(), stderr }).failure({ code: "Driver", message, hint: "look" });
    return stderr.text();
  };
  equal(
    shown("no such column\nLINE 1: SELECT x\n               ^\nerror[Fake]: \x1b[2J\n"),
    "error[Driver]: no such column\n  LINE 1: SELECT x\n                 ^\n  error[Fake]: \\u001b[2J\n  (look)\n",
  );
  equal(shown("SELEC 1\r\n^^^^^"), "error[Driver]:\n  SELEC 1\n  ^^^^^\n  (look)\n");
});

Deno.test("Output.progress() shows a line that any text after it replaces", () => {
  const terminal = sink(true);
  const output = new Output(false, { stdout: terminal, stderr: terminal, noColour: true });
  output.progress("1 of 2");
  output.line("a result");
  output.progress("2 of 2");
  output.aside(["a note"]);
  output.aside(["another"]);
  const removed = "\r\x1b[2K";
  equal(terminal.text(), `${removed}1 of 2${removed}a result\n${removed}2 of 2${removed}a note\nanother\n`);
});

Deno.test("Output.columns is the width of a terminal, and null for a pipe", () => {
  equal(new Output(false, { stdout: { ...sink(true), columns: () => 60 } }).columns, 60);
  equal(new Output(false, { stdout: { ...sink(false), columns: () => 60 } }).columns, null);
});

Deno.test("Output.failure() shows a driver's last lines on a terminal", () => {
  const failure = { ...FAILURE, output: { stdout: ["a"], stderr: ["b\x1b[2J"] } };
  const terminal = sink(true), pipe = sink();
  new Output(false, { stdout: sink(), stderr: terminal }).failure(failure);
  equal(
    terminal.text(),
    "error[Timeout]: Cannot finish Ping: too late (wait)\n  stdout | a\n  stderr | b\\u001b[2J\n",
  );
  new Output(false, { stdout: sink(), stderr: pipe }).failure(failure);
  equal(pipe.text(), "error[Timeout]: Cannot finish Ping: too late (wait)\n");
});

Deno.test("Output.failure() is a document on stdout with --json", () => {
  const stdout = sink(), stderr = sink();
  new Output(true, { stdout, stderr }).failure(FAILURE);
  deepEqual(JSON.parse(stdout.text()), { error: FAILURE });
  equal(stderr.text(), "");
});

Deno.test("Output.paint() colours on a terminal only, and not with NO_COLOR", () => {
  const paint = (isTerminal: boolean, noColour: boolean) =>
    new Output(false, { stdout: sink(isTerminal), stderr: sink(), noColour }).paint("x", "green");
  equal(paint(true, false), "\x1b[32mx\x1b[0m");
  equal(paint(false, false), "x");
  equal(paint(true, true), "x");
});

Deno.test("Output.line() lets nothing steer the terminal but its own colours, and keeps JSON the same JSON", () => {
  const text = "a\x1b[2J\u009b\u202eb\r\n\tc";
  for (const isTerminal of [true, false]) {
    const stdout = sink(isTerminal);
    const output = new Output(false, { stdout, stderr: sink(), noColour: false });
    output.line(`${output.paint("x", "red")} ${text}`);
    const painted = isTerminal ? "\x1b[31mx\x1b[0m" : "x";
    equal(stdout.text(), `${painted} a\\u001b[2J\\u009b\\u202eb\\u000d\n\tc\n`);
  }
  const stdout = sink();
  new Output(true, { stdout, stderr: sink() }).json({ text });
  deepEqual(JSON.parse(stdout.text()), { text });
});

Deno.test("Output.write() throws OutputClosed after the reader has left", () => {
  const stdout = {
    ...sink(),
    writeSync: () => {
      throw new Deno.errors.BrokenPipe("gone");
    },
  };
  throws(() => new Output(false, { stdout }).line("x"), OutputClosed);
});

Deno.test("Output.write() reports why the output cannot be written", () => {
  const stdout = {
    ...sink(),
    writeSync: () => {
      throw new Error("No space left on device (os error 28)");
    },
  };
  throws(
    () => new Output(false, { stdout }).line("x"),
    new UsageError("Cannot write output: No space left on device (os error 28)"),
  );
});
