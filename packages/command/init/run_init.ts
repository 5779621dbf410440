/**
 * Makes a project of a system from its templates.
 *
 * @module
 */
import { EXIT } from "../exit_codes.ts";
import { failing } from "../failing.ts";
import { HELP_FLAG, JSON_FLAG, wantsJson } from "../flags.ts";
import { flagTable } from "../help.ts";
import { oneLine } from "../one_line.ts";
import { Output } from "../output.ts";
import { Flags } from "../program/flags.ts";
import type { RunProgramOptions } from "../program/run_program.ts";
import { UsageError } from "../usage_error.ts";
import { nameOf, writeFolder } from "./folder.ts";

/** What a new project is made of. */
export interface ProjectOptions<T extends string> {
  /** Its name. */
  readonly name: string;
  /** What it is. */
  readonly template: T;
  /** The folders of a checkout's packages to use; null for the published ones. */
  readonly links: readonly string[] | null;
}

/** What makes projects of a package. */
export interface ProjectMaker<T extends string> {
  /** How it is called, such as `deno run jsr:@fluxwire/nx/init`. */
  readonly command: string;
  /** What it makes, in a word. */
  readonly what: string;
  /** Its templates. */
  readonly templates: readonly T[];
  /** The files of a new project, by name. */
  files(options: ProjectOptions<T>): ReadonlyMap<string, string>;
  /**
   * The package's folder in a checkout; undefined if it comes from a registry.
   */
  readonly checkout: string | undefined;
  /** The packages of a checkout that a project needs, beside those that every command line does. */
  readonly packages: readonly string[];
  /** What to do next: commands, and what they do. */
  readonly next: readonly (readonly [command: string, does: string])[];
}

/** The packages that every system's command line stands on. */
const PACKAGES = ["command", "supervise", "transport"];

/**
 * Makes a project in a folder of the same name.
 *
 * @param folder The folder to make; an empty one may exist.
 * @returns The names of the files that were written.
 * @throws {UsageError} for a name that is not valid, and a folder that is not empty or cannot be written.
 */
export function makeProject<T extends string>(maker: ProjectMaker<T>, folder: string, template: T): string[] {
  const { what, checkout } = maker;
  const name = nameOf(folder, what);
  const links = checkout === undefined ? null : linksOf(checkout, maker.packages);
  const files = maker.files({ name, template, links });
  writeFolder(folder, what, files);
  return [...files.keys()];
}

/** Shows a new project: its files, and the next steps. */
export function showProject<T extends string>(
  { next }: ProjectMaker<T>,
  { folder, files }: { folder: string; files: readonly string[] },
  output: Output,
): void {
  if (output.isJson) return output.json({ folder, files });
  const width = Math.max(...next.map(([command]) => command.length)), place = oneLine(folder);
  const steps = [`cd ${place}`, ...next.map(([command, does]) => `${command.padEnd(width)}   ${does}`)];
  output.line([`Made ${place} with ${files.join(", ")}.\n`, ...steps.map((step) => `  ${step}`)].join("\n"));
}

/**
 * Runs one command line: `NAME --template TEMPLATE [--json]`.
 *
 * @returns The exit code.
 */
export function runInit<T extends string>(
  maker: ProjectMaker<T>,
  args: readonly string[],
  outputs: RunProgramOptions = {},
): number {
  const { command, what, templates } = maker;
  const output = new Output(wantsJson(args), outputs);
  const template = { name: "template", value: "TEMPLATE", choices: templates, help: templates.join(", ") };
  const flags = [template, JSON_FLAG, HELP_FLAG];
  try {
    const given = Flags.parse(args, { name: "init", flags });
    if (given.has("help")) {
      output.write(
        `Makes a folder with a ${what}.\n\nUsage: ${command} NAME --template TEMPLATE\n\n${flagTable(flags)}\n`,
      );
      return EXIT.done;
    }
    const { words: [folder] } = given.checked({ name: "init", usage: "NAME --template TEMPLATE", words: [1, 1] });
    const files = makeProject(maker, folder!, given.requiredChoice("template", templates));
    showProject(maker, { folder: folder!, files }, output);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { failure, exitCode } = failing(error, { command });
    output.failure(failure);
    return exitCode;
  }
}

function linksOf(system: string, packages: readonly string[]): string[] {
  const root = system.split(/[/\\]/).slice(0, -2).join("/");
  return [...new Set([...PACKAGES, ...packages])].map((name) => `${root}/packages/${name}`).concat(system);
}
