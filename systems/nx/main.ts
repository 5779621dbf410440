/**
 * `fluxwire nx`: a driver host for NX devices. Runs drivers as programs, and routes commands of children to their hubs.
 *
 * It needs `--allow-read`, `--allow-write`, `--allow-run` (which programs, the instances file decides), `--allow-env`, as
 * drivers get the host's whole environment, and `--allow-net` for its socket.
 *
 * @module
 */
import { fromFolder } from "@fluxwire/command";
import { main } from "./cli/main.ts";

if (import.meta.main) Deno.exit(await main(fromFolder(Deno.args)));
