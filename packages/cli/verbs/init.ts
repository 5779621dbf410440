/**
 * `fluxwire init`: creates a folder with a new driver.
 *
 * @module
 */
import { InitError, makeProject, nextSteps } from "@fluxwire/sdk/init";
import type { Context } from "../command/context.ts";
import { EXIT, oneLine, UsageError } from "@fluxwire/command";
import { OWN_TEMPLATES, TEMPLATE_DOORS } from "../doors.ts";

/** Creates the folder, and shows the next steps. */
export async function run({ args, output }: Context): Promise<number> {
  const [folder] = args.arguments;
  const template = args.choice("template", [...OWN_TEMPLATES, ...Object.keys(TEMPLATE_DOORS)]) ?? "driver";
  const own = OWN_TEMPLATES.find((name) => name === template);
  if (folder === undefined) {
    throw new UsageError("Missing NAME: give the name of the driver, or a path that ends with it");
  }
  if (own === undefined) {
    const json = output.isJson ? ["--json"] : [];
    const { openDoor } = await import("../open_door.ts");
    return await openDoor(TEMPLATE_DOORS[template]!, [folder, "--template", template, ...json]);
  }
  const files = made(folder, own);
  if (output.isJson) output.json({ folder, files });
  else output.line(nextSteps(oneLine(folder), files).trimEnd());
  return EXIT.done;
}

function made(folder: string, template: typeof OWN_TEMPLATES[number]): string[] {
  try {
    return makeProject(folder, template);
  } catch (error) {
    if (error instanceof InitError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
