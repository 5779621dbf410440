/**
 * `fluxwire jumpstarter`: offers devices to Jumpstarter's clients, and uses devices that others offer.
 *
 * It needs `--allow-net` for its sockets, `--allow-read` and `--allow-write` for its files, `--allow-run` for hooks and for
 * devices that are programs, and `--allow-env`, as the programs it starts get its environment.
 *
 * @module
 */
import { main } from "./cli/main.ts";

/** Tasks run in the project's folder: `--from FOLDER` names the one where the user stands. */
function fromFolder(args: readonly string[]): readonly string[] {
  const [flag, folder, ...rest] = args;
  if (flag !== "--from" || folder === undefined) return args;
  if (folder !== Deno.cwd()) Deno.chdir(folder);
  return rest;
}

if (import.meta.main) Deno.exit(await main(fromFolder(Deno.args)));
