/**
 * The tables of methods and of errors in PROTOCOL.md, from the protocol's table of methods.
 *
 * @module
 */
import { ERROR_MEANINGS, METHOD_TABLE } from "@fluxwire/wire";

/** One row for each request: its number, its answer, its effect, and the capabilities of a driver that has it. */
export function methodTable(): string {
  const rows = Object.values(METHOD_TABLE).map(({ request, answer, doc, capabilities = [], since }, number) => {
    const age = since === undefined ? "" : ` Since ${since}.`;
    return [String(number), request, answer, doc + age, capabilities.map((name) => `\`${name}\``).join(", ")];
  });
  return table(["#", "request", "answer", "what it does", "capabilities"], rows);
}

/** One row for each error code. */
export function errorTable(): string {
  return table(["code", "meaning"], Object.entries(ERROR_MEANINGS));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.toSpliced(1, 0, `|${"---|".repeat(head.length)}`).join("\n");
}
