/**
 * `fluxwire probe call`: any request of the wire.
 *
 * @module
 */
import {
  type DriverRequestBody,
  type DriverResponseEnvelope,
  type Layout,
  LAYOUTS,
  MalformedError,
  parseJson,
  shownTree,
  toExact,
} from "@fluxwire/wire";
import type { DriverClient } from "@fluxwire/wire/client";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { type Driver, withDriver } from "../driver/driver.ts";
import { EXIT, type Output, UsageError } from "@fluxwire/command";
import { readInput, utf8Text } from "../command/input.ts";
import { bodyFrom, checkWritable, methodNamed, needsSession, templateJson } from "../driver/method.ts";
import { treeLines } from "../render/shown_tree_lines.ts";

/** Sends one request and shows the body of its answer, or shows the request's template. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const [word] = args.arguments;
  if (word === undefined) throw new UsageError("Missing method: give one that fluxwire probe list shows");
  const method = methodNamed(word);
  if (args.has("template")) {
    if (args.has("data")) throw new UsageError("Cannot use --data with --template: nothing is sent");
    show(output, templateJson(method, templateLayout(args)));
    return EXIT.done;
  }
  const body = bodyFrom(await readData(args.text("data"), signal), method);
  return await withDriver(context, async (driver, client) => {
    checkWritable(body, client.layout);
    if (!needsSession(method)) {
      showAnswer(output, await send(driver, client, body));
      return EXIT.done;
    }
    const session = await driver.openSession(client);
    const answer = await send(driver, client, body, session.id);
    if (body.type !== "CloseSession") await driver.call((options) => session.close(options));
    showAnswer(output, answer);
    if (answer.body.type === "Schema") {
      const { structure } = answer.body.schema;
      output.aside(["", "DBFlux's tree:", ...treeLines(shownTree(structure, session.opened))]);
    }
    return EXIT.done;
  });
}

function send(
  driver: Driver,
  client: DriverClient,
  body: DriverRequestBody,
  sessionId: string | null = null,
): Promise<DriverResponseEnvelope> {
  return driver.call((options) => client.call(body, { ...options, sessionId }));
}

function showAnswer(output: Output, answer: DriverResponseEnvelope): void {
  show(output, (toExact("response", answer) as { body: unknown }).body);
}

/** Exact JSON, on several lines without `--json`. */
function show(output: Output, json: unknown): void {
  output.line(JSON.stringify(json, null, output.isJson ? 0 : 2));
}

function templateLayout(args: CommandLine): Layout {
  const layout = args.choice("layout", ["auto", ...LAYOUTS]) ?? "auto";
  return layout === "auto" ? "0.7.1" : layout;
}

async function readData(data: string | null, signal: AbortSignal): Promise<unknown> {
  if (data === null) return {};
  const isRead = data === "-" || data.startsWith("@");
  const text = isRead ? utf8Text(await readInput(data === "-" ? null : data.slice(1), signal)) : data;
  if (text === null) throw new UsageError(`Cannot read --data ${data}: it is not UTF-8`);
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    throw new UsageError(`Cannot read --data: ${error.message}`, { cause: error });
  }
}
