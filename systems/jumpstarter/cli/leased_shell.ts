/**
 * `shell --lease` and `shell --selector`: a shell beside the devices of an exporter that a controller leases.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Flags, VerbContext } from "@fluxwire/command/program";
import type { ControllerAccess } from "../client/controller_access.ts";
import type { Exporter } from "../client/exporter.ts";
import { connectLease, forwardLease } from "../client/lease.ts";
import { type LeaseRequest, requestLease } from "../client/request_lease.ts";
import { untilEnded } from "../client/until_ended.ts";
import { durationOf } from "./duration.ts";
import { warnOfUnknown } from "./grpc_options_warning.ts";
import { parseClientConfig } from "../config/client_config.ts";
import { clientFolders, fileOfAlias } from "../config/config_file.ts";
import { ConfigError } from "../config/config_error.ts";
import { SocketFolder } from "../exporter/socket_folder.ts";
import { NAME_LABEL } from "../wire/names.ts";
import { runBeside } from "./run_beside.ts";
import { labelsOf, shownUntilReady } from "./shown_exporter.ts";

/** Runs the command when the exporter takes calls; its exit code is this one's. */
export async function leasedShell({ flags, signal }: VerbContext): Promise<number> {
  const access = await accessOf(flags), name = flags.text("lease");
  await using stack = new AsyncDisposableStack();
  const lease = name ?? stack.use(await requestLease({ ...access, ...wantedOf(flags), signal })).name;
  const folder = stack.use(new SocketFolder());
  stack.use(forwardLease({ ...access, lease }, folder.socket, (error) => {
    console.error(`Cannot reach the exporter: ${error instanceof Error ? error.message : error}`);
  }));
  const exporter = stack.use(await connectLease({ ...access, lease, signal }));
  stack.use(await shownUntilReady(exporter, flags, signal));
  const code = await runBeside(flags, {
    JUMPSTARTER_HOST: folder.socket,
    JMP_EXPORTER: exporter.labels[NAME_LABEL] ?? "remote",
    JMP_LEASE: lease,
    JMP_EXPORTER_LABELS: labelsOf(exporter),
  }, signal);
  if (name === null) await ended(exporter, signal);
  return code;
}

/** Ends the session of a lease that is given back, and shows what its hook writes. */
async function ended(exporter: Exporter, signal: AbortSignal): Promise<void> {
  const failure = await untilEnded(exporter, { signal });
  if (failure !== null) console.error(`Warning: ${failure}`);
}

async function accessOf(flags: Flags): Promise<ControllerAccess> {
  const alias = flags.text("client");
  const file = alias === null
    ? flags.text("client-config")!
    : fileOfAlias(alias, clientFolders((name) => Deno.env.get(name)), "client");
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (cause) {
    throw new ConfigError("", `Cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
  try {
    const access = parseClientConfig(text);
    warnOfUnknown(access.grpcOptions ?? {}, file);
    return access;
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(file, error.message, { cause: error }) : error;
  }
}

/** What exporter is asked for, and for how long. */
function wantedOf(flags: Flags): Pick<LeaseRequest, "labels" | "durationMs"> {
  const duration = flags.text("duration"), labels = labelsOfSelector(flags.text("selector")!);
  return duration === null ? { labels } : { labels, durationMs: durationOf(duration) };
}

/** The labels that a selector asks for. */
function labelsOfSelector(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [, key, value] = /^([^=!,]+)==?([^=,]*)$/.exec(pair.trim()) ?? [];
      if (key === undefined) {
        throw new UsageError(`Cannot use --selector ${text}: write KEY=VALUE, with commas between`);
      }
      return [key, value!];
    }),
  );
}
