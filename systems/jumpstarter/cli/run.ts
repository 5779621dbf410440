/**
 * `fluxwire jumpstarter run`: offers the devices of a configuration file until it is stopped, at the places that flags
 * name, or to clients of a controller.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { Session } from "../exporter/session.ts";
import { ExporterLog } from "../exporter/log.ts";
import { listen } from "../exporter/served.ts";
import { SocketFolder } from "../exporter/socket_folder.ts";
import { Standalone } from "../exporter/standalone.ts";
import { StatusCell } from "../exporter/status.ts";
import { configOf } from "./config_flags.ts";
import { isWithoutListener, listenersOf } from "./listeners.ts";
import { runLeased } from "./run_leased.ts";

/** How long calls may go on when the exporter is stopped, in milliseconds. */
const GRACE_MS = 1_000;

/** Runs the exporter; the signal stops it, behind its last hook. */
export async function run(context: VerbContext): Promise<number> {
  const { flags, output, signal } = context;
  if (isWithoutListener(flags)) return await runLeased(context);
  const { listeners, warnings } = await listenersOf(flags);
  const { config, plan } = await configOf(flags);
  for (const warning of warnings) console.error(`Warning: ${warning}`);
  await using stack = new AsyncDisposableStack();
  const log = new ExporterLog(({ severity, message }) => console.error(`${severity}: ${message}`));
  const { status, message } = Standalone.firstStatus(config.hooks);
  const labels: Record<string, string> = config.metadata?.name === undefined
    ? {}
    : { "jumpstarter.dev/name": config.metadata.name };
  const options = { labels, motd: config.motd, status: new StatusCell(status, message) };
  const session = stack.use(await Session.open(plan, log, options));
  // Scripts of hooks get a socket of their own, which needs no passphrase.
  const folder = stack.use(new SocketFolder());
  const own = await listen(session, { address: `unix:${folder.socket}` });
  stack.defer(() => own.stop(GRACE_MS));
  for (const options of listeners) {
    const server = await listen(session, options);
    stack.defer(() => server.stop(GRACE_MS));
    if (output.isJson) output.json({ listening: server.address });
    else output.line(`Listening on ${server.address}`);
  }
  const end = await new Standalone(session, config.hooks, folder.socket).run(signal);
  return end === "hookFailed" ? EXIT.usage : EXIT.done;
}
