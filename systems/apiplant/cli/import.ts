/**
 * `fluxwire apiplant import FILE`: defines the models of a file that the log of a server that does not run lacks.
 *
 * @module
 */
import { resolve } from "node:path";
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { Refusal } from "../commit/refusal.ts";
import { importDefinitions } from "../definitions/import_definitions.ts";
import type { Json } from "../json/json.ts";
import { JsonTextError, parseExact } from "../json/parse.ts";
import { ServerLog } from "../server/server_log.ts";
import { startServer } from "../server/start.ts";
import { configured } from "./configured.ts";

/** Starts the server's state without listening, and defines what is missing. */
export async function run({ flags, output, signal }: VerbContext): Promise<number> {
  const { config, warnings } = await configured(flags);
  for (const warning of warnings) output.warn(warning);
  if (config.drivers.event === "memory") {
    throw new UsageError("The event log is of the kind memory: send the file to POST /admin/definitions of the server");
  }
  const document = await documentOf(flags.words[0]!);
  const log = new ServerLog((line) => output.warn(line), false);
  log.info = () => {};
  const server = await startServer({ config, log });
  try {
    const { created, same } = await importDefinitions(server.core, document, { signal }).catch((error) => {
      throw error instanceof Refusal ? new UsageError(error.message) : error;
    });
    if (output.isJson) output.json({ created, same });
    else {
      output.line(created.length === 0 ? "all models are defined like this" : `defined: ${created.join(", ")}`);
      if (created.length > 0 && same.length > 0) output.line(`defined like this before: ${same.join(", ")}`);
    }
    return EXIT.done;
  } finally {
    await server.stop(AbortSignal.timeout(config.server.shutdownTimeout));
  }
}

async function documentOf(name: string): Promise<Json> {
  try {
    const text = name === "-" ? await new Response(Deno.stdin.readable).text() : await Deno.readTextFile(resolve(name));
    return parseExact(text);
  } catch (error) {
    const reason = error instanceof JsonTextError ? `at ${error.offset}, ${error.reason}` : (error as Error).message;
    throw new UsageError(`Cannot read the definitions ${name}: ${reason}`);
  }
}
