/**
 * `fluxwire probe repl`: runs statements interactively.
 *
 * @module
 */
import { EXIT, oneLine, UsageError } from "@fluxwire/command";
import type { DriverClient } from "@fluxwire/wire/client";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { changesOf, type DriverModule, driverModuleOf } from "../command/driver_module.ts";
import { inputLines, utf8Text } from "../command/input.ts";
import { complete, type Completion, namesOf } from "../repl/completion.ts";
import { Conversation } from "../repl/conversation.ts";
import { Interpreter } from "../repl/interpreter.ts";
import { Results } from "../repl/results.ts";
import { Notices, terminalLines } from "../repl/terminal.ts";
import { WatchedDriver } from "../repl/watched_driver.ts";

/** How long completion waits for the driver's schema, in milliseconds. */
const SCHEMA_TIMEOUT_MS = 2_000;
/** A longer name of a driver is not shown in the prompt. */
const MAX_PROMPT = 24;
/** Statements after which completion asks for the schema again. */
const CHANGES_NAMES = /^\s*(create|alter|drop|rename)\b/i;

/** Reads lines until the input ends, and shows the result of each. */
export async function run(given: Context): Promise<number> {
  const module = watchedModule(given.args);
  const args = module === null || given.args.command !== null
    ? given.args
    : given.args.aimedAt({ command: module.command });
  const context = { ...given, args }, { output } = context;
  const notices = new Notices();
  using changes = module === null ? null : changesOf(module);
  await using conversation = new Conversation(context, {
    onWait: () => output.aside(["The driver is being restarted; the statement waits for it."]),
  });
  await using watched = changes === null ? null : new WatchedDriver(context, { changes, conversation, notices });
  const client = watched === null ? (await conversation.open()).client : await watched.open();
  const isTerminal = Deno.stdin.isTerminal() && Deno.stdout.isTerminal() && !output.isJson;
  const isSql = ["Sql", "Cql"].includes(client.hello.driverMetadata.queryLanguage.type);
  using results = new Results(output);
  const interpreter = new Interpreter(context, { conversation, results, isTerminal, isSql });
  const onInterrupt = () => {
    conversation.cancel();
    interpreter.interrupt();
  };
  const lines = isTerminal
    ? typedLines(context, conversation, { client, isSql, notices, onInterrupt })
    : pipedLines(context);
  for await (const text of lines) {
    if (!await interpreter.obey(text)) break;
  }
  return EXIT.done;
}

/** The module of `--watch`; null without one. */
function watchedModule(args: CommandLine): DriverModule | null {
  const file = args.text("watch");
  if (file === null) {
    if (args.all("allow").length > 0) throw new UsageError("Cannot use --allow without --watch FILE");
    return null;
  }
  for (const other of ["socket", "service"]) {
    if (args.has(other)) {
      throw new UsageError(
        `Cannot use --watch with --${other}: it starts the driver itself; give FILE alone, or a command`,
      );
    }
  }
  return driverModuleOf(args, file);
}

/** Each line; null for one that is not UTF-8. */
async function* pipedLines({ signal }: Context): AsyncGenerator<string | null> {
  for await (const lines of inputLines(null, signal)) {
    for (const line of lines) yield utf8Text(line);
  }
}

async function* typedLines(
  { output, signal }: Context,
  conversation: Conversation,
  { client, isSql, notices, onInterrupt }: {
    client: DriverClient;
    isSql: boolean;
    notices: Notices;
    onInterrupt: () => void;
  },
): AsyncGenerator<string> {
  const { hello: { driverMetadata, serverVersion }, layout } = client;
  const driver = oneLine(`${driverMetadata.displayName} ${serverVersion}`);
  output.line(`${driver}, layout ${layout}. \\? shows the commands, Tab completes, Ctrl+D ends.`);
  if (isSql) output.line("A statement ends with a semicolon or an empty line.");
  let names: Promise<string[]> | undefined;
  const lines = terminalLines({
    name: oneLine(driverMetadata.displayName.length > MAX_PROMPT ? driverMetadata.id : driverMetadata.displayName),
    isSql,
    complete: async (line): Promise<Completion> => {
      names ??= conversation.schema(SCHEMA_TIMEOUT_MS).then(namesOf, () => []);
      return complete(line, await names);
    },
    onInterrupt,
    notices,
    signal,
  });
  for await (const line of lines) {
    yield line;
    if (CHANGES_NAMES.test(line)) names = undefined;
  }
}
