/**
 * `fluxwire probe replay`: replays a recording and shows the differences.
 *
 * @module
 */
import { listen } from "@fluxwire/transport";
import {
  type Difference,
  IGNORED_BY_DEFAULT,
  IgnoredPaths,
  type LiveSecrets,
  type OpenRecording,
  recordedConnections,
  replayAsDriver,
  replayAsHost,
  type ReplayReport,
} from "@fluxwire/testing/recording";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { patienceOf } from "../command/deadline.ts";
import { Driver } from "../driver/driver.ts";
import { counted, EXIT, Interrupted, oneLine, type Output, UsageError } from "@fluxwire/command";
import { openRecording } from "../render/recording_input.ts";
import { requiredText } from "../command/required_text.ts";
import { requiredVariable } from "../command/variables.ts";

/** Replays, shows the differences, and returns 8 if there are any. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const [path] = args.arguments;
  if (path === undefined) {
    throw new UsageError("Missing RECORDING: give a file from fluxwire probe record");
  }
  const role = args.choice("as", ["host", "driver"]) ?? "host";
  const ignored = new IgnoredPaths([...IGNORED_BY_DEFAULT, ...args.all("ignore")], args.all("ignore-order"));
  const recording = await openRecording(path, signal);
  const report = role === "host"
    ? await asHost(context, recording, ignored)
    : await asDriver(context, recording, ignored);
  if (signal.aborted && !(signal.reason instanceof Interrupted)) throw signal.reason;
  show(output, role, report, ignored);
  return report.isEqual ? EXIT.done : EXIT.checkFailed;
}

async function asHost(context: Context, { entries }: OpenRecording, ignored: IgnoredPaths): Promise<ReplayReport> {
  const { args, signal } = context;
  if (args.has("listen")) {
    throw new UsageError(`Cannot use --listen ${args.text("listen")} as the host: it is for --as driver`);
  }
  const secrets = secretsOf(args);
  await using driver = new Driver(context);
  await driver.launch({ token: "" });
  driver.secrets.add([driver.token, secrets.password(false), ...secrets.values.values()]);
  return await replayAsHost(entries, {
    dial: () => driver.dial(),
    secrets: { ...secrets, token: driver.token },
    ignored,
    timeoutMs: patienceOf(args),
    signal,
  });
}

async function asDriver(
  { args, output, signal }: Context,
  { entries }: OpenRecording,
  ignored: IgnoredPaths,
): Promise<ReplayReport> {
  const name = requiredText(args, "listen", "the socket that hosts connect to");
  for (const option of ["socket", "service", "password-env", "secret-env"]) {
    if (args.has(option)) throw new UsageError(`Cannot use --${option} as the driver: it is for --as host`);
  }
  if (args.command !== null) throw new UsageError("Cannot use a command as the driver: it is for --as host");
  const connections = await recordedConnections(entries);
  const listener = await listen(name);
  if (!output.isJson) {
    output.line(oneLine(`Replaying ${counted(connections.length, "connection")}: let the host connect to ${name}`));
  }
  return await replayAsDriver(connections, { listener, ignored, signal });
}

function secretsOf(args: CommandLine): Omit<LiveSecrets, "token"> {
  const name = args.text("password-env"), password = name === null ? null : requiredVariable("password-env", name);
  const values = args.all("secret-env").map((text): [string, string] => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`Cannot use --secret-env ${text}: write the field's id, =, and the variable`);
    return [text.slice(0, at), requiredVariable("secret-env", text.slice(at + 1))];
  });
  return {
    password(isMasked) {
      if (password !== null || !isMasked) return password;
      throw new UsageError("Missing --password-env: the recording opens a session with a password, which is masked");
    },
    values: new Map(values),
  };
}

function show(output: Output, as: string, report: ReplayReport, { all: ignored }: IgnoredPaths): void {
  const { isEqual: equal, connections, compared, differences, omitted } = report;
  if (output.isJson) return output.json({ equal, as, connections, compared, ignored, differences, omitted });
  for (const difference of differences) output.line(differenceText(difference));
  if (omitted > 0) output.line(`${omitted} more differences`);
  const verdict = equal ? "equal" : counted(differences.length + omitted, "difference");
  output.line(`${counted(compared, "message")} compared on ${counted(connections, "connection")}: ${verdict}`);
}

function differenceText({ frame, connection, path, recorded, found }: Difference): string {
  const where = `${frame === null ? "" : `frame ${frame}, `}connection ${connection}${path === "" ? "" : `, ${path}`}`;
  return oneLine(`${where}: recorded ${short(recorded)}, found ${short(found)}`);
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
