/**
 * Lines from a terminal, with completion and history.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Completion } from "./completion.ts";
import { StatementReader } from "./statement_reader.ts";
import { historyFile, MAX_HISTORY, readHistory, writeHistory } from "./history.ts";

/** What a terminal needs from the REPL. */
export interface TerminalOptions {
  /** What the prompt names. */
  name: string;
  /** Whether statements may have several lines. */
  isSql: boolean;
  /** Completes the last word of a line. */
  complete(line: string): Promise<Completion>;
  /** Called when Ctrl-C is pressed. */
  onInterrupt(): void;
  /** What is shown between the lines. */
  notices: Notices;
  /** Ends the lines when it aborts. */
  signal: AbortSignal;
}

/** Lines that the REPL shows by itself, above what is being typed. */
export class Notices {
  #above: (write: () => void) => void = (write) => write();

  /** Writes lines; on a terminal, the prompt and what was typed follow again. */
  show(write: () => void): void {
    this.#above(write);
  }

  /** Has lines shown above a prompt from now on. */
  set above(show: (write: () => void) => void) {
    this.#above = show;
  }
}

/**
 * Yields each entered statement or command, until the end of the input.
 *
 * @throws The signal's reason, after it aborts.
 */
export async function* terminalLines(options: TerminalOptions): AsyncGenerator<string> {
  const { name, isSql, complete, onInterrupt, notices, signal } = options;
  const reader = new StatementReader(isSql);
  const file = historyFile();
  let history = readHistory(file);
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: `${name}> `,
    history,
    historySize: MAX_HISTORY,
    removeHistoryDuplicates: true,
    completer: (line: string, callback: (error: Error | null, completion: Completion) => void) => {
      complete(line).then((completion) => callback(null, completion));
    },
  });
  const lines: string[] = [];
  let isClosed = false, isPrompting = false, wake = () => {};
  const prompt = () => {
    terminal.setPrompt(reader.hasBegun ? `${name}-> ` : `${name}> `);
    terminal.prompt();
  };
  terminal.on("line", (line) => {
    const statement = reader.add(line);
    if (statement !== null) lines.push(statement);
    wake();
  });
  terminal.on("close", () => (isClosed = true, wake()));
  terminal.on("SIGINT", () => {
    onInterrupt();
    reader.end();
    for (const name of ["e", "u"]) terminal.write(null, { ctrl: true, name });
    process.stdout.write("^C\n");
    prompt();
  });
  notices.above = (write) => {
    if (!isPrompting) return write();
    process.stdout.write("\r\x1b[J");
    write();
    terminal.prompt(true);
  };
  terminal.on("history", (lines) => history = [...lines]);
  using _listening = onAbort(signal, () => terminal.close());
  try {
    for (;;) {
      while (lines.length > 0) yield lines.shift()!;
      signal.throwIfAborted();
      if (isClosed) return;
      prompt();
      isPrompting = true;
      await new Promise<void>((resolve) => wake = resolve);
      isPrompting = false;
    }
  } finally {
    terminal.close();
    writeHistory(file, history);
  }
}
