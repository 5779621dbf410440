/**
 * `fluxwire jumpstarter`: offers devices to Jumpstarter's clients, and uses devices that others offer.
 *
 * It needs `--allow-net` for its sockets, `--allow-read` and `--allow-write` for its files, `--allow-run` for hooks and for
 * devices that are programs, and `--allow-env`, as the programs it starts get its environment.
 *
 * @module
 */
import { fromFolder } from "@fluxwire/command";
import { main } from "./cli/main.ts";

if (import.meta.main) Deno.exit(await main(fromFolder(Deno.args)));
