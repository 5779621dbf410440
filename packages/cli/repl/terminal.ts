/**
 * Lines from a terminal, with completion and history.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import type { Completion } from "./completion.ts";
import { historyFile, MAX_HISTORY, readHistory, writeHistory } from "./history.ts";

const PROMPT = "> ";

/** What a terminal needs from the REPL. */
export interface TerminalOptions {
  /** Completes the last word of a line. */
  complete(line: string): Promise<Completion>;
  /** Called when Ctrl-C is pressed. */
  onInterrupt(): void;
  /** Ends the lines when it aborts. */
  signal: AbortSignal;
}

/**
 * Yields each entered line, until the end of the input.
 *
 * @throws The signal's reason, after it aborts.
 */
export async function* terminalLines({ complete, onInterrupt, signal }: TerminalOptions): AsyncGenerator<string> {
  const file = historyFile();
  let history = readHistory(file);
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: PROMPT,
    history,
    historySize: MAX_HISTORY,
    removeHistoryDuplicates: true,
    completer: (line: string, callback: (error: Error | null, completion: Completion) => void) => {
      complete(line).then((completion) => callback(null, completion));
    },
  });
  const lines: string[] = [];
  let isClosed = false, wake = () => {};
  terminal.on("line", (line) => (lines.push(line), wake()));
  terminal.on("close", () => (isClosed = true, wake()));
  terminal.on("SIGINT", () => (onInterrupt(), terminal.prompt()));
  terminal.on("history", (lines) => history = [...lines]);
  const abort = () => terminal.close();
  signal.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      while (lines.length > 0) yield lines.shift()!;
      signal.throwIfAborted();
      if (isClosed) return;
      terminal.prompt();
      await new Promise<void>((resolve) => wake = resolve);
    }
  } finally {
    signal.removeEventListener("abort", abort);
    terminal.close();
    writeHistory(file, history);
  }
}
