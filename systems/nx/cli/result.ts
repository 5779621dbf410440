/**
 * What a command came to, as `command` and `proxy` show it.
 *
 * @module
 */
import { CommandError, EXIT, oneLine, type Output, UsageError } from "@fluxwire/command";

/** What a host answers: a result, or why there is none. */
export type CommandAnswer =
  | { readonly success: boolean; readonly message: string; readonly data: string; readonly code: string }
  | { readonly failure: { readonly code: string; readonly message: string; readonly detail: string } };

/** Failures of another kind than a driver that cannot be reached. */
const EXITS: Readonly<Record<string, number>> = {
  HubTimeout: EXIT.timedOut,
  Timeout: EXIT.timedOut,
  Forbidden: EXIT.refused,
  TooLarge: EXIT.usage,
};

/**
 * Shows a result. The exit code is 0 for success, and 6 without.
 *
 * @throws {CommandError} with 7 if the time was up, and 2 if the driver could not be reached.
 */
export function showAnswer(output: Output, answer: CommandAnswer): number {
  if ("failure" in answer) {
    const { code, message, detail } = answer.failure;
    throw new CommandError(code, oneLine(`${message}: ${detail}`), EXITS[code] ?? EXIT.unreachable);
  }
  const { success, message, data, code } = answer;
  if (output.isJson) output.json({ success, message, code, data: dataOf(data) });
  else {
    output.line(oneLine([success ? "done" : "refused", message, code].filter((text) => text !== "").join(": ")));
    if (data !== "") output.line(data);
  }
  return success ? EXIT.done : EXIT.driverError;
}

/** The JSON of a command line. @throws {UsageError} if it is none. */
export function checkedJson(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    throw new UsageError(`Cannot use ${text}: it is no JSON; a text needs double quotes`, { cause });
  }
}

/** The data as JSON; what is none is a text. */
function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === "" ? null : text;
  }
}
