/**
 * The folder that paths of a command line are relative to.
 *
 * @module
 */

/**
 * Tasks run in the project's folder. They begin with `--from FOLDER`, the folder where the user stands, which becomes the
 * working folder.
 *
 * @returns The words of the user.
 */
export function fromFolder(args: readonly string[]): readonly string[] {
  const [flag, folder, ...rest] = args;
  if (flag !== "--from" || folder === undefined) return args;
  if (folder !== Deno.cwd()) Deno.chdir(folder);
  return rest;
}
