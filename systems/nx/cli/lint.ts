/**
 * `fluxwire nx lint`.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { join, resolve } from "node:path";
import { findingLine } from "../package/finding.ts";
import { lintPackage } from "../package/lint.ts";
import { loadDriver } from "../package/load_driver.ts";
import type { Driver } from "../sdk/definition.ts";

/** Says everything that is wrong with a package; the exit code is 8 then. */
export async function run({ flags, output }: VerbContext): Promise<number> {
  const folder = resolve(flags.words[0]!);
  if (!await isFolder(folder)) throw new UsageError(`Cannot lint ${folder}: it is no folder`);
  const findings = await lintPackage(folder, await driverIn(folder));
  if (output.isJson) output.json({ folder, findings });
  else if (findings.length === 0) output.line(`${flags.words[0]}: nothing is wrong`);
  else for (const finding of findings) output.line(findingLine(finding));
  return findings.length === 0 ? EXIT.done : EXIT.checkFailed;
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

/** The driver of a package whose program is a module; null for another program, or none. */
async function driverIn(folder: string): Promise<Driver | null> {
  try {
    const { entrypoint } = JSON.parse(await Deno.readTextFile(join(folder, "manifest.json")));
    return entrypoint?.runtime === "deno" ? await loadDriver(join(folder, entrypoint.path)) : null;
  } catch {
    // What is wrong with the manifest or the program is a finding of its own.
    return null;
  }
}
