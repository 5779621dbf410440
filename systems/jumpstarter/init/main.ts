/**
 * Makes a folder with a working device for Jumpstarter, its test, its tasks and a README.
 *
 *     deno run --allow-read --allow-write jsr:@fluxwire/jumpstarter/init NAME --template jumpstarter-device
 *
 * @module
 */
import { resolve } from "node:path";
import { InitError, nameOf, writeFolder } from "./folder.ts";
import { projectFiles } from "./project.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";

export type { TemplateName };

/**
 * Makes a device in a folder of the same name.
 *
 * @param folder The folder to make; an empty one may exist.
 * @returns The names of the files that were written.
 * @throws {InitError} for a name that is not valid for a device, and a folder that is not empty or cannot be written.
 */
export function makeProject(folder: string, template: TemplateName): string[] {
  const files = projectFiles({ name: nameOf(folder), template, links: checkoutLinks() });
  writeFolder(folder, files);
  return [...files.keys()];
}

/** The folders of the packages in a checkout; null if this module comes from a registry. */
function checkoutLinks(): string[] | null {
  if (import.meta.dirname === undefined) return null;
  const root = resolve(import.meta.dirname, "../../..");
  return ["grpc", "supervise", "transport"].map((name) => `${root}/packages/${name}`).concat(
    `${root}/systems/jumpstarter`,
  );
}

function templateOf(text: string | undefined): TemplateName {
  const names = Object.keys(TEMPLATES) as TemplateName[], found = names.find((name) => name === text);
  if (found !== undefined) return found;
  throw new InitError(`Cannot use --template ${text ?? ""}: choose one of ${names.join(", ")}`);
}

if (import.meta.main) {
  const [folder, flag, template, ...more] = Deno.args, isJson = more.includes("--json");
  try {
    if (folder === undefined || flag !== "--template") throw new InitError("Give NAME --template TEMPLATE");
    const files = makeProject(folder, templateOf(template));
    console.log(
      isJson
        ? JSON.stringify({ folder, files })
        : `Made ${folder} with ${files.join(", ")}.\n\n  cd ${folder}\n  deno task test    run the device's test\n` +
          "  deno task shell   run a shell in which j reaches it",
    );
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    if (isJson) console.log(JSON.stringify({ error: { code: "Usage", message: error.message, hint: null } }));
    else console.error(error.message);
    Deno.exit(1);
  }
}
