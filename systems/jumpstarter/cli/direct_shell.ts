/**
 * `shell --tls-grpc`: a shell beside the devices of an exporter that runs.
 *
 * @module
 */
import { CommandError, EXIT, UsageError } from "@fluxwire/command";
import type { Flags, VerbContext } from "@fluxwire/command/program";
import { connect } from "../client/connect.ts";
import { addressOf, type Endpoint, endpointOf } from "../client/endpoint.ts";
import type { Exporter } from "../client/exporter.ts";
import { HookFailed, untilReady } from "../client/until_ready.ts";
import { passphraseOf } from "./passphrase_flags.ts";
import { runBeside } from "./run_beside.ts";

export { isDirect } from "./direct_flags.ts";

/** Runs the command when the exporter takes calls; its exit code is this one's. */
export async function directShell({ flags, signal }: VerbContext): Promise<number> {
  const host = flags.text("tls-grpc")!, { endpoint, passphrase } = endpointOfFlags(flags, host);
  await using exporter = await connect({ endpoint, signal });
  if (exporter.motd !== "") console.error(exporter.motd);
  await using _log = shownLog(exporter, flags.has("exporter-logs"));
  const warning = await ready(exporter, signal);
  if (warning !== null) console.error(`Warning: ${warning}`);
  return await runBeside(flags, {
    JUMPSTARTER_HOST: host,
    JMP_EXPORTER: "direct",
    JMP_LEASE: "direct",
    JMP_EXPORTER_LABELS: Object.entries(exporter.labels).map((pair) => pair.join("=")).join(","),
    ...flags.has("tls-grpc-insecure") ? { JMP_GRPC_INSECURE: "1" } : {},
    ...passphrase === null ? {} : { JMP_GRPC_PASSPHRASE: passphrase },
  }, signal);
}

function endpointOfFlags(flags: Flags, host: string): { endpoint: Endpoint; passphrase: string | null } {
  if (addressOf(host).startsWith("unix:")) throw new UsageError(`Cannot use --tls-grpc ${host}: write HOST:PORT`);
  const warnings: string[] = [];
  const passphrase = passphraseOf(flags, warnings);
  for (const warning of warnings) console.error(`Warning: ${warning}`);
  const variables: Record<string, string | undefined> = {
    JUMPSTARTER_HOST: host,
    JMP_GRPC_INSECURE: flags.has("tls-grpc-insecure") ? "1" : "",
    JUMPSTARTER_GRPC_INSECURE: "",
    JMP_GRPC_PASSPHRASE: passphrase ?? "",
    GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: Deno.env.get("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH"),
  };
  const read = (path: string): string => {
    try {
      return Deno.readTextFileSync(path);
    } catch (cause) {
      throw new UsageError(`Cannot read the certificates of ${path}: ${(cause as Error).message}`, { cause });
    }
  };
  return { endpoint: endpointOf((name) => variables[name], read)!, passphrase };
}

async function ready(exporter: Exporter, signal: AbortSignal): Promise<string | null> {
  try {
    return await untilReady(exporter, { signal });
  } catch (error) {
    if (!(error instanceof HookFailed)) throw error;
    throw new CommandError("HookFailed", `The exporter cannot be used: ${error.message}`, EXIT.driverError);
  }
}

/** Shows the lines of hooks, and all others if asked to, until it is disposed. */
function shownLog(exporter: Exporter, isAll: boolean): AsyncDisposable {
  const controller = new AbortController();
  const shown = (async () => {
    for await (const { severity, source, message } of exporter.logs({ signal: controller.signal })) {
      if (source.endsWith("_LEASE_HOOK")) console.error(message);
      else if (isAll) console.error(`${severity}: ${message}`);
    }
  })().catch((error) => console.error(`Cannot show the exporter's log: ${error.message}`));
  return {
    async [Symbol.asyncDispose]() {
      controller.abort();
      await shown;
    },
  };
}
