/**
 * `fluxwire host logs`: the last lines of a running host's logs, and new lines.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { DEFAULT_LOG_LINES, MAX_LOG_LINES } from "@fluxwire/supervise";
import type { Context } from "../../command/context.ts";
import { EXIT, oneLine } from "@fluxwire/command";
import { ask } from "./ask.ts";

/** A line of a log, as the host sends it. */
interface SentLine {
  time: string;
  service: string;
  stream: string;
  level: string;
  text: string;
}

/** Shows lines until the log ends, or until an interrupt. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const lines = args.count("lines", MAX_LOG_LINES) ?? DEFAULT_LOG_LINES;
  const follow = args.has("follow");
  const onEvent = (event: unknown) => {
    if (output.isJson) return output.json(event);
    const { time, service, stream, level, text } = event as SentLine;
    const head = `${time} ${oneLine(service)} ${stream} ${level.padEnd(5)}`;
    output.line(`${level === "error" ? output.paint(head, "red") : head} ${oneLine(text)}`);
  };
  try {
    await ask(context, { verb: "logs", service: args.arguments[0] ?? null, lines, follow }, { onEvent });
  } catch (error) {
    // With --follow the log has ended: the host was stopped.
    if (!(follow && error instanceof ConnectionError && error.code === "ConnectionClosed")) throw error;
  }
  return EXIT.done;
}
