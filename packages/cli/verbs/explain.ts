/**
 * `explain`: explains error codes.
 *
 * @module
 */
import { columnLines } from "../render/columns.ts";
import type { Context } from "../command/context.ts";
import { ERROR_CODES, explain, type ExplainedCode } from "../errors/catalogue.ts";
import { classesText } from "../errors/markdown.ts";
import { EXIT, type Output, UsageError } from "@fluxwire/command";

/** Shows the section of one code, or every code. */
export function run({ args, output }: Context): Promise<number> {
  const [word] = args.arguments;
  if (word === undefined) list(output);
  else show(find(word), output);
  return Promise.resolve(EXIT.done);
}

function list(output: Output): void {
  const codes = ERROR_CODES.map((code) => explain(code)!);
  if (output.isJson) return output.json({ codes });
  for (const line of columnLines(codes.map(({ code, happened }) => [code, happened]), output.columns)) {
    output.line(line);
  }
}

function find(word: string): ExplainedCode {
  const code = ERROR_CODES.find((code) => code.toLowerCase() === word.toLowerCase());
  if (code === undefined) throw UsageError.unknown("error code", word, ERROR_CODES);
  return explain(code)!;
}

function show(explained: ExplainedCode, output: Output): void {
  if (output.isJson) return output.json(explained);
  const { code, happened, causes, remedy, commands } = explained;
  output.line(`${code}: ${classesText(explained).replaceAll("`", "")}`);
  output.line(`\n${happened}\n\nUsual causes:`);
  for (const cause of causes) output.line(`  - ${cause}`);
  output.line(`\nRemedy: ${remedy}\n`);
  for (const command of commands) output.line(`  ${command}`);
}
