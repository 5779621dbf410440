/**
 * What the lines of the REPL do.
 *
 * @module
 */
import { OutputClosed, UsageError } from "@fluxwire/command";
import type { DriverRequestBody, QueryResultDto } from "@fluxwire/wire";
import type { Context } from "../command/context.ts";
import { msSince } from "../command/duration.ts";
import { failureOf } from "../command/failure.ts";
import { inputLines, utf8Text } from "../command/input.ts";
import { showWaiting } from "../command/waiting.ts";
import { databaseOf } from "../driver/found_table.ts";
import { storedIn, storedNamed } from "../driver/stored.ts";
import { columnLines } from "../render/columns.ts";
import { plainResult } from "../render/plain_json.ts";
import { columnRows, tableRows } from "../render/stored_rows.ts";
import { answerLines, exactBody, rowsOfAnswer } from "./answers.ts";
import type { Conversation } from "./conversation.ts";
import { COMMANDS, type Line, readLine } from "./line.ts";
import type { Results } from "./results.ts";
import { RestartError } from "./restart_error.ts";
import { StatementReader } from "./statement_reader.ts";

/** How deep files may include others. */
const MAX_DEPTH = 8;

/** What an interpreter works with. */
export interface InterpreterOptions {
  /** The session. */
  conversation: Conversation;
  /** Where results go. */
  results: Results;
  /** Whether lines come from a terminal. */
  isTerminal: boolean;
  /** Whether statements in files may have several lines. */
  isSql: boolean;
}

/** Runs lines, and shows the result or failure of each. */
export class Interpreter {
  readonly #context: Context;
  readonly #options: InterpreterOptions;
  /** How often {@link interrupt} was called. */
  #interrupts = 0;

  /** An interpreter of one conversation. */
  constructor(context: Context, options: InterpreterOptions) {
    this.#context = context;
    this.#options = options;
  }

  /**
   * Runs a line; false if it ends the REPL.
   *
   * @param input The line; null for one that is not UTF-8.
   */
  obey(input: string | null): Promise<boolean> {
    return this.#obey(input, { depth: 0, place: "" });
  }

  /** Ends the files that run, after the statement that does. */
  interrupt(): void {
    this.#interrupts++;
  }

  /** Does so for a line of a file, whose place stands before what fails. */
  async #obey(input: string | null, { depth, place }: { depth: number; place: string }): Promise<boolean> {
    const { output, signal } = this.#context;
    try {
      if (input === null) throw new UsageError("Cannot read line: it is not UTF-8");
      const line = readLine(input, this.#options.isTerminal);
      if (line?.kind === "quit") return false;
      if (line?.kind === "include") return await this.#include(line.path, depth + 1);
      if (line !== null) await this.#run(input, line);
    } catch (error) {
      if (error instanceof OutputClosed || signal.aborted) throw signal.aborted ? signal.reason : error;
      const failure = error instanceof RestartError ? error.failure : failureOf(error);
      if (output.isJson) output.json({ input, ok: false, error: failure });
      else {
        const hint = error instanceof UsageError ? "\\help shows the commands" : failure.hint;
        output.failure({ ...failure, hint, message: `${place}${failure.message}` });
      }
    }
    return true;
  }

  async #run(input: string, line: NonNullable<Line>): Promise<void> {
    const { results } = this.#options;
    const start = performance.now();
    switch (line.kind) {
      case "statement":
        return await this.#call(input, { type: "Execute", request: { sql: line.sql, params: [] } });
      case "call":
        return await this.#call(input, line.body);
      case "describe":
        return this.#showRows(input, await this.#described(line.table), msSince(start));
      case "vertical":
        return this.#set("\\x", () => results.setVertical(line.isOn));
      case "timing":
        return this.#set("\\timing", () => results.setTiming(line.isOn));
      case "format":
        return this.#set("\\format", () => results.setFormat(line.format));
      case "output":
        return this.#set("\\o", () => results.writeTo(line.path));
      default:
        return this.#help(input);
    }
  }

  async #call(input: string, body: DriverRequestBody): Promise<void> {
    const { output } = this.#context;
    const start = performance.now();
    const answer = await showWaiting(output, this.#options.conversation.call(body));
    const ms = msSince(start);
    const rows = rowsOfAnswer(answer);
    if (rows !== null && (!output.isJson || answer.body.type === "ExecuteResult")) this.#showRows(input, rows, ms);
    else if (output.isJson) output.json({ input, ok: true, ms, answer: exactBody(answer) });
    else for (const text of answerLines(answer)) this.#options.results.output.line(text);
  }

  #showRows(input: string, rows: QueryResultDto, ms: number): void {
    const { output } = this.#context;
    if (output.isJson) output.json({ input, ok: true, ms, result: plainResult(rows) });
    else this.#options.results.show(rows, ms);
  }

  async #described(word: string | null): Promise<QueryResultDto> {
    const { conversation } = this.#options;
    const { schema: { structure } } = (await conversation.call({ type: "Schema" })).body;
    const all = storedIn(structure);
    if (word === null) return tableRows(all);
    const { schema, name } = storedNamed(word, all);
    const database = databaseOf(structure) ?? "";
    return columnRows((await conversation.call({ type: "TableDetails", database, schema, table: name })).body.table);
  }

  /** Changes how results are shown to people. */
  #set(command: string, change: () => string): void {
    const { output } = this.#context;
    if (output.isJson) throw new UsageError(`Cannot use ${command} with --json: each line gets one document`);
    output.aside([change()]);
  }

  #help(input: string): void {
    const { output } = this.#context;
    if (output.isJson) {
      output.json({ input, ok: true, commands: COMMANDS.map(([name, takes, does]) => ({ name, takes, does })) });
    } else for (const text of columnLines(COMMANDS, output.columns)) output.line(text);
  }

  async #include(path: string, depth: number): Promise<boolean> {
    if (depth > MAX_DEPTH) throw new UsageError(`Cannot run ${path}: files include each other ${MAX_DEPTH} deep`);
    const reader = new StatementReader(this.#options.isSql);
    const interrupts = this.#interrupts;
    let number = 0, begin = 1;
    const obey = (statement: string) => this.#obey(statement, { depth, place: `${path}:${begin}: ` });
    for await (const lines of inputLines(path, this.#context.signal)) {
      for (const bytes of lines) {
        const line = utf8Text(bytes);
        if (line === null) throw new UsageError(`Cannot run ${path}: it is not UTF-8`);
        number++;
        if (!reader.hasBegun) begin = number;
        const statement = reader.add(line);
        if (statement !== null && !await obey(statement)) return false;
        if (this.#interrupts === interrupts) continue;
        this.#context.output.aside([`${path}:${number}: interrupted; what follows was not run`]);
        return true;
      }
    }
    const rest = reader.end();
    return rest === null || await obey(rest);
  }
}
