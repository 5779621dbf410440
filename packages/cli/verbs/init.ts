/**
 * `fluxwire init`: creates a folder with a new driver.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import { makeProject, showProject } from "@fluxwire/command/init";
import type { Context } from "../command/context.ts";
import { TEMPLATE_DOORS } from "../doors.ts";
import { MAKER } from "../init/maker.ts";

/** Creates the folder, and shows the next steps. */
export async function run({ args, output }: Context): Promise<number> {
  const [folder] = args.arguments;
  const template = args.choice("template", [...MAKER.templates, ...Object.keys(TEMPLATE_DOORS)]) ?? "driver";
  const own = MAKER.templates.find((name) => name === template);
  if (folder === undefined) {
    throw new UsageError("Missing NAME: give the name of the driver, or a path that ends with it");
  }
  if (own === undefined) {
    const json = output.isJson ? ["--json"] : [];
    const { openDoor } = await import("../open_door.ts");
    return await openDoor(TEMPLATE_DOORS[template]!, [folder, "--template", template, ...json]);
  }
  showProject(MAKER, { folder, files: makeProject(MAKER, folder, own) }, output);
  return EXIT.done;
}
