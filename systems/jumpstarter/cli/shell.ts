/**
 * `fluxwire jumpstarter shell`: runs a shell, or a command, beside the devices of a configuration file, or of an exporter
 * that runs or is leased.
 *
 * @module
 */
import type { VerbContext } from "@fluxwire/command/program";
import { ExporterLog } from "../exporter/log.ts";
import { listen } from "../exporter/served.ts";
import { Session } from "../exporter/session.ts";
import { SocketFolder } from "../exporter/socket_folder.ts";
import { configOf } from "./config_flags.ts";
import { isLeased } from "./lease_flags.ts";
import { leasedShell } from "./leased_shell.ts";
import { directShell, isDirect } from "./direct_shell.ts";
import { runBeside } from "./run_beside.ts";

/** Runs the command; its exit code is this one's. */
export async function run(context: VerbContext): Promise<number> {
  const { flags, signal } = context;
  if (isLeased(flags)) return await leasedShell(context);
  if (isDirect(flags)) return await directShell(context);
  const { config, plan } = await configOf(flags);
  await using stack = new AsyncDisposableStack();
  const isShown = flags.has("exporter-logs");
  const log = new ExporterLog((record) => {
    if (isShown) console.error(`${record.severity}: ${record.message}`);
  });
  const session = stack.use(await Session.open(plan, log, { motd: config.motd }));
  const folder = stack.use(new SocketFolder());
  const server = await listen(session, { address: `unix:${folder.socket}` });
  stack.defer(() => server.stop());
  if (session.motd !== "") console.error(session.motd);
  return await runBeside(flags, {
    JUMPSTARTER_HOST: folder.socket,
    JMP_EXPORTER: flags.text("exporter") ?? "local",
    JMP_LEASE: "local",
    JMP_EXPORTER_LABELS: "",
  }, signal);
}
