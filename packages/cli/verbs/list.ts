/**
 * `fluxwire probe list`: the wire's requests and types.
 *
 * @module
 */
import { ANSWERS, describe, type Method, TYPE_NAMES } from "@fluxwire/wire/tables";
import { columnLines } from "../render/columns.ts";
import type { Context } from "../command/context.ts";
import { EXIT } from "@fluxwire/command";

/** A request. */
interface Request {
  /** Its number, the same in every layout. */
  number: number;
  /** Its name. */
  name: string;
  /** Its answer, other than `Error`. */
  answer: string;
}

/** Shows every request with its answer, and every type in its group. */
export function run({ output }: Context): Promise<number> {
  const requests = listRequests(), groups = listGroups();
  if (output.isJson) output.json({ requests, groups });
  else {
    const rows = requests.map(({ number, name, answer }) => [`${number}`.padStart(3), name, answer]);
    output.line("Requests by number, each with its answer:");
    for (const line of columnLines(rows)) output.line(`  ${line}`);
    for (const [group, names] of Object.entries(groups)) output.line(`\n${group}:\n  ${names.join("\n  ")}`);
  }
  return Promise.resolve(EXIT.done);
}

function listRequests(): Request[] {
  const bodies = describe("DriverRequestBody");
  if (bodies?.kind !== "enum") throw new TypeError("Cannot list requests: their enum is not in the tables");
  return bodies.variants.map(({ name }, number) => ({ number, name, answer: ANSWERS[name as Method] }));
}

function listGroups(): Record<string, string[]> {
  const groups = Map.groupBy(TYPE_NAMES, (name) => describe(name)!.group);
  return Object.fromEntries([...groups].sort(([a], [b]) => a < b ? -1 : 1));
}
