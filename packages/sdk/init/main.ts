/**
 * Makes a folder with a working driver, its test, its tasks and a README.
 *
 *     deno run --allow-read=. --allow-write=. jsr:@fluxwire/sdk/init NAME
 *
 * @module
 */
import { resolve } from "node:path";
import { InitError, nameOf, writeFolder } from "./folder.ts";
import { projectFiles } from "./project.ts";

export { InitError };

const HELP = `Makes a folder with a driver for DBFlux that works, its test, its tasks and a README.

Usage: deno run --allow-read --allow-write jsr:@fluxwire/sdk/init NAME

NAME is the driver's name: 1 to 40 of a-z, 0-9 and -, beginning with a letter. It may be a path; its last part is the
name then. A folder that is there already must be empty.
`;

/** What a run came to: what to print, and the exit code. */
interface Outcome {
  /** For stdout. */
  stdout?: string;
  /** For stderr. */
  stderr?: string;
  /** 0 done, 1 wrong usage or not possible. */
  code: 0 | 1;
}

function run(args: readonly string[]): Outcome {
  if (args.includes("--help") || args.includes("-h")) return { stdout: HELP, code: 0 };
  const [folder, ...more] = args;
  if (folder === undefined || folder.startsWith("-") || more.length > 0) {
    const found = folder === undefined
      ? "NAME is missing"
      : `unknown argument ${folder.startsWith("-") ? folder : more[0]}`;
    return { stderr: `Error: ${found}; --help says how to use it\n`, code: 1 };
  }
  try {
    return { stdout: nextSteps(folder, makeProject(folder)), code: 0 };
  } catch (error) {
    if (!(error instanceof InitError)) throw error;
    return { stderr: `Error: ${error.message}\n`, code: 1 };
  }
}

/**
 * Makes a folder with a driver, which has the name of the folder.
 *
 * @param folder The folder to make; it may be there if it is empty.
 * @returns The names of the files that were written.
 * @throws {InitError} for a name that no driver can have, and a folder that is not empty or cannot be written.
 */
export function makeProject(folder: string): string[] {
  const files = projectFiles({ name: nameOf(folder), packages: checkoutPackages() });
  writeFolder(folder, files);
  return [...files.keys()];
}

/**
 * What to tell the author of a new driver.
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
  deno task driver:check    say what DBFlux could not do with it

README.md says how to register it with DBFlux. The guide for what comes next is docs/first-driver.md of Fluxwire.
`;
}

/** The packages beside this one where it is run from a checkout; null where it comes from a registry. */
function checkoutPackages(): string | null {
  return import.meta.dirname === undefined ? null : resolve(import.meta.dirname, "../..");
}

if (import.meta.main) {
  const { stdout = "", stderr = "", code } = run(Deno.args);
  Deno.stdout.writeSync(new TextEncoder().encode(stdout));
  Deno.stderr.writeSync(new TextEncoder().encode(stderr));
  Deno.exit(code);
}
