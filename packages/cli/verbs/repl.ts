/**
 * `fluxwire probe repl`: runs statements interactively.
 *
 * @module
 */
import type { DriverRequestBody } from "@fluxwire/wire";
import { columnLines } from "../render/columns.ts";
import type { Context } from "../command/context.ts";
import { msSince } from "../command/duration.ts";
import { EXIT, OutputClosed, UsageError } from "@fluxwire/command";
import { failureOf } from "../command/failure.ts";
import { inputLines, utf8Text } from "../command/input.ts";
import { plainResult } from "../render/plain_json.ts";
import { answerLines, exactBody } from "../repl/answers.ts";
import { complete, namesOf } from "../repl/completion.ts";
import { Conversation } from "../repl/conversation.ts";
import { COMMANDS, type Line, readLine } from "../repl/line.ts";
import { terminalLines } from "../repl/terminal.ts";

/** How long completion waits for the driver's schema, in milliseconds. */
const SCHEMA_TIMEOUT_MS = 2_000;

/** Reads lines until the input ends, and shows the result of each. */
export async function run(context: Context): Promise<number> {
  await using conversation = new Conversation(context);
  await conversation.open();
  for await (const text of linesOf(context, conversation)) {
    if (!await obey(text, context, conversation)) break;
  }
  return EXIT.done;
}

/** Each line; null for one that is not UTF-8. */
async function* linesOf({ output, signal }: Context, conversation: Conversation): AsyncGenerator<string | null> {
  if (Deno.stdin.isTerminal() && Deno.stdout.isTerminal() && !output.isJson) {
    let names: Promise<string[]> | undefined;
    yield* terminalLines({
      complete: async (line) => {
        names ??= conversation.schema(SCHEMA_TIMEOUT_MS).then(namesOf, () => []);
        return complete(line, await names);
      },
      onInterrupt: () => conversation.cancel(),
      signal,
    });
    return;
  }
  for await (const lines of inputLines(null, signal)) {
    for (const line of lines) yield utf8Text(line);
  }
}

/** Runs a line and shows its result or failure; false if the line ends the REPL. */
async function obey(input: string | null, context: Context, conversation: Conversation): Promise<boolean> {
  const { output, signal } = context;
  try {
    if (input === null) throw new UsageError("Cannot read line: it is not UTF-8");
    const line = readLine(input);
    if (line?.kind === "quit") return false;
    if (line !== null) await answer(input, line, context, conversation);
  } catch (error) {
    if (error instanceof OutputClosed || signal.aborted) throw signal.aborted ? signal.reason : error;
    const failure = failureOf(error);
    if (output.isJson) output.json({ input, ok: false, error: failure });
    else output.failure(error instanceof UsageError ? { ...failure, hint: "\\help shows the commands" } : failure);
  }
  return true;
}

async function answer(
  input: string,
  line: NonNullable<Line>,
  { output }: Context,
  conversation: Conversation,
): Promise<void> {
  if (line.kind === "statement" || line.kind === "call") {
    const start = performance.now();
    const answer = await conversation.call(line.kind === "call" ? line.body : statement(line.sql));
    const ms = msSince(start);
    if (!output.isJson) { for (const text of answerLines(answer, ms)) output.line(text); }
    else if (answer.body.type === "ExecuteResult") {
      output.json({ input, ok: true, ms, result: plainResult(answer.body.result) });
    } else output.json({ input, ok: true, ms, answer: exactBody(answer) });
  } else if (output.isJson) {
    output.json({ input, ok: true, commands: COMMANDS.map(([name, takes, does]) => ({ name, takes, does })) });
  } else for (const text of columnLines(COMMANDS)) output.line(text);
}

function statement(sql: string): DriverRequestBody {
  return { type: "Execute", request: { sql, params: [] } };
}
