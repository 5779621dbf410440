/**
 * Makes a folder with a working driver of NX, its test, its tasks and a README.
 *
 *     deno run --allow-read --allow-write jsr:@fluxwire/nx/init NAME --template nx-hub
 *
 * @module
 */
import { resolve } from "node:path";
import { InitError, nameOf, writeFolder } from "./folder.ts";
import { projectFiles, type TemplateName } from "./project.ts";
import { TEMPLATES } from "./templates.ts";

export type { TemplateName };

/**
 * Makes a driver in a folder of the same name.
 *
 * @param folder The folder to make; an empty one may exist.
 * @returns The names of the files that were written.
 * @throws {InitError} for a name that is not valid for a driver, and a folder that is not empty or cannot be written.
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
  return ["grpc", "supervise", "transport"].map((name) => `${root}/packages/${name}`).concat(`${root}/systems/nx`);
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
        : `Made ${folder} with ${files.join(", ")}.\n\n  cd ${folder}\n  deno task test    run the driver's test\n` +
          "  deno task start   run it on a driver host",
    );
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    if (isJson) console.log(JSON.stringify({ error: { code: "Usage", message: error.message, hint: null } }));
    else console.error(error.message);
    Deno.exit(1);
  }
}
