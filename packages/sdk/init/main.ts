/**
 * Makes a folder with a working driver, its test, its tasks and a README.
 *
 *     deno run --allow-read=. --allow-write=. jsr:@fluxwire/sdk/init NAME
 *
 * @module
 */
import { resolve } from "node:path";
import { escapeWithinLines } from "@fluxwire/transport/internal";
import { InitError, nameOf, writeFolder } from "./folder.ts";
import { projectFiles, type Template } from "./project.ts";

export { InitError, type Template };

const HELP = `Makes a folder with a driver for DBFlux that works, its test, its tasks and a README.

Usage: deno run --allow-read --allow-write jsr:@fluxwire/sdk/init NAME

NAME is the driver's name: 1 to 40 of a-z, 0-9 and -, beginning with a letter. It may be a path; its last part is the
name then. An existing folder must be empty.
`;

/** The output of a run, and its exit code. */
interface Outcome {
  /** For stdout. */
  stdout?: string;
  /** For stderr. */
  stderr?: string;
  /** 0 done, 1 wrong usage or failed. */
  code: 0 | 1;
}

function run(args: readonly string[]): Outcome {
  if (args.includes("--help") || args.includes("-h")) return { stdout: HELP, code: 0 };
  const [folder, ...more] = args;
  if (folder === undefined || folder.startsWith("-") || more.length > 0) {
    const found = folder === undefined
      ? "NAME is missing"
      : `unknown argument ${folder.startsWith("-") ? folder : more[0]}`;
    return { stderr: `Error: ${found}; see --help\n`, code: 1 };
  }
  try {
    return { stdout: nextSteps(folder, makeProject(folder)), code: 0 };
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    return { stderr: `Error: ${error.message}\n`, code: 1 };
  }
}

/**
 * Makes a folder with a driver of the same name.
 *
 * @param folder The folder to make; an empty one may exist.
 * @param template What it is: a driver of tables, or of a key-value store.
 * @returns The names of the files that were written.
 * @throws {InitError} for a name that is not valid for a driver, and a folder that is not empty or cannot be written.
 */
export function makeProject(folder: string, template: Template = "driver"): string[] {
  const files = projectFiles({ name: nameOf(folder), packages: checkoutPackages(), template });
  writeFolder(folder, files);
  return [...files.keys()];
}

/**
 * The next steps for the author of a new driver, as text.
 *
 * @param folder The folder, as it was given.
 * @param files The files that were written into it.
 */
export function nextSteps(folder: string, files: readonly string[]): string {
  return `Made ${folder} with ${files.join(", ")}.

  cd ${folder}
  deno task test            run the driver's test
  deno task probe           start it and walk through what DBFlux does with it
  deno task check           check format, lint rules and types
  deno task driver:check    report what DBFlux cannot do with it

README.md explains how to register it with DBFlux. The guide docs/first-driver.md of Fluxwire shows the next steps.
`;
}

/** The folder of the packages in a checkout; null if this module comes from a registry. */
function checkoutPackages(): string | null {
  return import.meta.dirname === undefined ? null : resolve(import.meta.dirname, "../..");
}

if (import.meta.main) {
  const { stdout = "", stderr = "", code } = run(Deno.args);
  Deno.stdout.writeSync(new TextEncoder().encode(escapeWithinLines(stdout)));
  Deno.stderr.writeSync(new TextEncoder().encode(escapeWithinLines(stderr)));
  Deno.exit(code);
}
