/**
 * The part of npm:yaml that this package uses: the only place that names its version.
 *
 * @module
 */
import { parseDocument } from "npm:yaml@2.8.2";

/**
 * A YAML document as plain values.
 *
 * @throws {SyntaxError} With line and column.
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) throw new SyntaxError(error.message.split("\n")[0]!.replace(/:$/, ""));
  return document.toJS({ maxAliasCount: 100 });
}
