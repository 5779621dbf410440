import { equal } from "node:assert/strict";
import { signalOf, statusInWords } from "./status_words.ts";

const ended = (code: number, signal: Deno.Signal | null = null) => ({ success: code === 0, code, signal });

Deno.test("statusInWords() tells exit codes, signals, and the signals that a shell tells of", () => {
  equal(statusInWords(ended(3)), "exit code 3");
  equal(statusInWords(ended(139, "SIGSEGV")), "signal SIGSEGV (it used memory that is not its own)");
  equal(statusInWords(ended(133, "SIGTRAP")), "signal SIGTRAP (it ran into a trap, which V8 sets for fatal errors)");
  equal(statusInWords(ended(137)), "exit code 137 (a shell's word for SIGKILL: it was killed from outside)");
  equal(statusInWords(ended(138, "SIGUSR1")), "signal SIGUSR1");
  equal(statusInWords(ended(255)), "exit code 255");
});

Deno.test("signalOf() finds the signal, also behind a shell", () => {
  equal(signalOf(ended(143, "SIGTERM")), "SIGTERM");
  equal(signalOf(ended(143)), "SIGTERM");
  equal(signalOf(ended(128)), null);
  equal(signalOf(ended(0)), null);
});
