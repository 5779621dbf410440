/**
 * `fluxwire nx logs`.
 *
 * @module
 */
import { EXIT, oneLine } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { DEFAULT_LOG_LINES, MAX_LOG_LINES } from "@fluxwire/supervise";
import { ConnectionError } from "@fluxwire/transport";
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
export async function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  const lines = flags.count("lines", MAX_LOG_LINES) ?? DEFAULT_LOG_LINES, follow = flags.has("follow");
  const onEvent = (event: unknown) => {
    if (output.isJson) return output.json(event);
    const { time, service, stream, level, text } = event as SentLine;
    output.line(`${time} ${level.toUpperCase()} ${oneLine(service)} ${stream}: ${oneLine(text)}`);
  };
  try {
    await ask(context, { verb: "logs", service: flags.words[0] ?? null, lines, follow }, { onEvent });
  } catch (error) {
    // With -follow the log has ended: the host was stopped.
    if (!(follow && error instanceof ConnectionError && error.code === "ConnectionClosed")) throw error;
  }
  return EXIT.done;
}
