/**
 * `fluxwire probe describe`: the fields, variants or flags of a wire type.
 *
 * @module
 */
import { describe, LAYOUTS, TYPE_NAMES } from "@fluxwire/wire";
import type { Context } from "../command/context.ts";
import { EXIT, UsageError } from "@fluxwire/command";
import { descriptionLines } from "../driver/description.ts";

/** Shows one type, in every layout or in the given one. */
export function run({ args, output }: Context): Promise<number> {
  const [name] = args.arguments;
  if (name === undefined) throw new UsageError("Missing type: give one that fluxwire probe list shows");
  const layout = args.choice("layout", LAYOUTS) ?? undefined;
  const description = describe(name, { layout });
  if (description === null) throw UsageError.unknown("type", name, TYPE_NAMES);
  if (output.isJson) output.line(JSON.stringify(description, hexBigints));
  else for (const line of descriptionLines(description, layout === undefined ? LAYOUTS : [layout])) output.line(line);
  return Promise.resolve(EXIT.done);
}

/** Writes 64-bit masks in hexadecimal, for readability. */
function hexBigints(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}
