/**
 * `fluxwire nx`: a driver host for NX devices. Runs drivers as programs, and routes commands of children to their hubs.
 *
 * It needs `--allow-read`, `--allow-write`, `--allow-run` (which programs, the instances file decides), `--allow-env`, as
 * drivers get the host's whole environment, and `--allow-net` for its socket.
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
