/**
 * `fluxwire apiplant`: a model server. Business objects are defined over HTTP; every change is an event of a log.
 *
 * It needs `--allow-net` to listen, `--allow-read` and `--allow-write` for its files, `--allow-env` for variables of its
 * configuration, and `--allow-run` for the processes of hooks, which have no permission.
 *
 * @module
 */
import { fromFolder } from "@fluxwire/command";
import { main } from "./cli/main.ts";

if (import.meta.main) Deno.exit(await main(fromFolder(Deno.args)));
