/**
 * `shell --tls-grpc`: a shell beside the devices of an exporter that runs.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Flags, VerbContext } from "@fluxwire/command/program";
import { connect } from "../client/connect.ts";
import { addressOf, type Endpoint, endpointOf } from "../client/endpoint.ts";
import { passphraseOf } from "./passphrase_flags.ts";
import { runBeside } from "./run_beside.ts";
import { labelsOf, shownUntilReady } from "./shown_exporter.ts";

export { isDirect } from "./direct_flags.ts";

/** Runs the command when the exporter takes calls; its exit code is this one's. */
export async function directShell({ flags, signal }: VerbContext): Promise<number> {
  const host = flags.text("tls-grpc")!, { endpoint, passphrase } = endpointOfFlags(flags, host);
  await using exporter = await connect({ endpoint, signal });
  await using _log = await shownUntilReady(exporter, flags, signal);
  return await runBeside(flags, {
    JUMPSTARTER_HOST: host,
    JMP_EXPORTER: "direct",
    JMP_LEASE: "direct",
    JMP_EXPORTER_LABELS: labelsOf(exporter),
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
