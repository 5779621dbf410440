/** Checks the source of a hook when it is defined. */
import { Refusal } from "../commit/refusal.ts";
import type { HookDefinition, HookName } from "../model/definition.ts";
import { Isolate, type IsolateSettings } from "./isolate/isolate.ts";
import { IsolateLost } from "./isolate/isolate_lost.ts";
import type { ThrownError } from "./isolate/message.ts";
import { SourceError } from "./isolate/source_error.ts";

/** How long a source may be, in bytes. */
const MAX_SOURCE_BYTES: number = 256 << 10;

/** What Deno says of an import that is not allowed. */
const IMPORT_FAILURE =
  /--allow-|--no-npm|--no-remote|--cached-only|not a dependency|invalid URL|node:|Deno is not defined/;

/**
 * Loads a source once, in an isolate of its own.
 *
 * @throws {Refusal} `hook_source`, with line and column in its details if they are known.
 */
export async function checkHook(settings: IsolateSettings, hook: Omit<HookDefinition, "revision">): Promise<void> {
  const { source: text = "", language = "js" } = hook;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_SOURCE_BYTES) {
    throw new Refusal("hook_source", `The source has ${bytes} bytes: at most ${MAX_SOURCE_BYTES} are allowed`);
  }
  const isolate = await Isolate.start(settings, { language, text }).catch((error) => {
    throw refusalOf(error);
  });
  const { functions } = isolate;
  await isolate.end();
  if (!functions.includes(hook.hook)) throw missingExport(hook.hook, functions);
}

function missingExport(hook: HookName, functions: readonly string[]): Refusal {
  const found = functions.length === 0 ? "no function" : `only ${functions.slice(0, 10).join(", ")}`;
  return new Refusal("hook_source", `The source must export a function ${hook}: it exports ${found}`);
}

function refusalOf(error: unknown): unknown {
  if (error instanceof IsolateLost) return new Refusal("hook_source", `The source cannot be loaded: ${error.message}`);
  if (!(error instanceof SourceError)) return error;
  const { text, place } = describeSourceError(error.thrown);
  const at = place === null ? "" : ` (line ${place.line}, column ${place.column})`;
  const remedy = IMPORT_FAILURE.test(text) ? ": hooks can import nothing" : "";
  return new Refusal("hook_source", `The source cannot be loaded: ${text}${at}${remedy}`, place && { ...place });
}

/** The first line of an error, and its place in the source. */
function describeSourceError(
  { message, stack }: ThrownError,
): { text: string; place: { line: number; column: number } | null } {
  const [plain, trace] = [message, stack].map(withoutColours) as [string, string];
  const [, line, column] = PLACE.exec(plain) ?? PLACE.exec(trace) ?? [];
  const text = plain.split("\n")[0]!.replace(/ at blob:\S+$/, "").replace(/^SyntaxError: /, "");
  return { text, place: line === undefined ? null : { line: Number(line), column: Number(column) } };
}

const PLACE = /blob:[^\s:]*:(\d+):(\d+)/;

function withoutColours(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/\x1b\[[0-9;]*m/g, "");
}
