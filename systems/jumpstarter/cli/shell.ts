/**
 * `fluxwire jumpstarter shell`: runs a shell, or a command, beside the devices of a configuration file.
 *
 * @module
 */
import { CommandError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { ExporterLog } from "../exporter/log.ts";
import { listen } from "../exporter/served.ts";
import { Session } from "../exporter/session.ts";
import { SocketFolder } from "../exporter/socket_folder.ts";
import { configOf } from "./config_flags.ts";

/** What shells answer for a command that is not there, and for one that cannot be run. */
const NOT_FOUND = 127, NOT_EXECUTABLE = 126;

/** Runs the command; its exit code is this one's. */
export async function run({ flags, signal }: VerbContext): Promise<number> {
  const { plan } = await configOf(flags);
  await using stack = new AsyncDisposableStack();
  const isShown = flags.has("exporter-logs");
  const log = new ExporterLog((record) => {
    if (isShown) console.error(`${record.severity}: ${record.message}`);
  });
  const session = stack.use(await Session.open(plan, log));
  const folder = stack.use(new SocketFolder());
  const server = await listen(session, { address: `unix:${folder.socket}` });
  stack.defer(() => server.stop());
  const command = flags.command ?? [];
  const [program = Deno.env.get("SHELL") ?? "/bin/sh", ...args] = command;
  return await runProgram(program, args, {
    JUMPSTARTER_HOST: folder.socket,
    JMP_DRIVERS_ALLOW: "UNSAFE",
    JMP_EXPORTER: flags.text("exporter") ?? "local",
    JMP_LEASE: "local",
    JMP_EXPORTER_LABELS: "",
    _JMP_SUPPRESS_DRIVER_WARNINGS: "1",
  }, signal);
}

async function runProgram(
  program: string,
  args: string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<number> {
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, { args, env, stdin: "inherit", stdout: "inherit", stderr: "inherit" }).spawn();
  } catch (cause) {
    const isMissing = cause instanceof Deno.errors.NotFound;
    const text = `Cannot run ${program}: ${isMissing ? "there is no such program" : (cause as Error).message}`;
    throw new CommandError("ProgramMissing", text, isMissing ? NOT_FOUND : NOT_EXECUTABLE);
  }
  const stop = () => {
    try {
      child.kill("SIGTERM");
    } catch { /* It has ended. */ }
  };
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  return code;
}
