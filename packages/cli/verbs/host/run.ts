/**
 * `fluxwire host run`: runs the services of a configuration until it is stopped.
 *
 * @module
 */
import {
  ConfigError,
  type Configuration,
  findConfiguration,
  Host,
  problemText,
  readConfiguration,
} from "@fluxwire/host";
import {
  ControlServer,
  eventText,
  HostControl,
  makePrivateFolder,
  type ServiceEvent,
  stateFolder,
} from "@fluxwire/supervise";
import type { CommandLine } from "../../command/args.ts";
import { BufferedLines } from "../../command/buffered_lines.ts";
import type { Context } from "../../command/context.ts";
import { counted, EXIT, Interrupted, oneLine, UsageError } from "@fluxwire/command";
import { aborted } from "@fluxwire/transport";
import { tokenOf } from "../../command/variables.ts";
import { INIT_REMEDY } from "../../doctor/init.ts";
import { controlPathOf, usable } from "./ask.ts";
import { noTap } from "./no_tap.ts";

/** The time limit for writing the last lines, in milliseconds. */
const FLUSH_MS = 1_000;

/** Runs until a signal or `fluxwire host stop` ends it; then stops everything. */
export async function run({ args, output, signal }: Context): Promise<number> {
  const controlPath = controlPathOf(args);
  const token = sharedToken(args);
  const config = args.text("config");
  const configuration = await (config === null ? findConfiguration() : readConfiguration(config));
  const services = servicesOf(configuration);
  const events = new EventWriter(output.isJson);
  const logFolder = args.has("no-log-files") ? null : `${usable(stateFolder)}/logs`;
  if (logFolder !== null) makePrivateFolder(logFolder);

  // The recorder and the codec are loaded for a host with a tap only.
  await using taps = services.some(({ tap }) => tap) ? new (await import("./taps.ts")).Taps() : null;
  await using host = new Host(services, {
    openTap: taps === null ? null : (socketId, behind) => taps.open(socketId, behind),
    token,
    anyOwner: args.has("any-owner"),
    logFolder,
    onEvent: (event) => {
      events.writeServiceEvent(event);
      control.announce(event);
    },
  });
  const control: HostControl = new HostControl(host);
  await using server = await ControlServer.listen(controlPath, {
    ...control.verbs,
    frames: taps?.frames ?? (({ service }) => noTap(service)),
  });
  for (const problem of configuration.problems) events.writeHostEvent("problem", problemText(problem), { ...problem });
  events.writeHostEvent("running", `Running ${counted(services.length, "service")}; control socket ${controlPath}`, {
    control: controlPath,
    logs: logFolder,
    pid: Deno.pid,
  });
  if (Deno.pid === 1) {
    const text = `This is process 1, and orphaned processes are not reaped: ${INIT_REMEDY}`;
    events.writeHostEvent("orphans", text, { remedy: INIT_REMEDY });
  }
  const starting = host.start();
  const reason = await Promise.race([control.stopped, aborted(signal)]);
  await host.stop();
  await starting;
  await taps?.[Symbol.asyncDispose]();
  control.end();
  await server.close();
  const wasAsked = reason === null || reason instanceof Interrupted;
  if (wasAsked) events.writeHostEvent("stopped", "The host is stopped", {});
  await events.end();
  if (!wasAsked) throw reason;
  return EXIT.done;
}

/** The token of all drivers; undefined if each start gets its own. */
function sharedToken(args: CommandLine): string | undefined {
  if (!args.has("no-token")) return tokenOf(args) ?? undefined;
  const name = args.text("token-env");
  if (name !== null) throw new UsageError(`Cannot use --no-token with --token-env ${name}: give one of them`);
  return "";
}

function servicesOf({ files, services, problems }: Configuration): Configuration["services"][number]["service"][] {
  if (services.length > 0) return services.map(({ service }) => service);
  if (problems.length > 0) {
    throw new ConfigError(problems[0]!.code, `Cannot run a host: ${problems.map(problemText).join("; ")}`);
  }
  const why = files.length === 0 ? "there is no configuration" : `${files.join(", ")} has no services`;
  throw new ConfigError("ConfigNotFound", `Cannot run a host: ${why}; write a config.json, or give one by --config`);
}

/** Writes events, line by line, without waiting for a slow reader. */
class EventWriter {
  readonly #lines: BufferedLines;
  readonly #isJson: boolean;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
    this.#lines = new BufferedLines(Deno.stdout, (count) => {
      return this.#line("missed", `${count} lines are missing: the reader was too slow`, { lines: count });
    });
  }

  /** Writes an event of a service. */
  writeServiceEvent(event: ServiceEvent): void {
    const text = `${event.at} ${oneLine(event.service)}: ${oneLine(eventText(event))}`;
    this.#lines.push(this.#isJson ? JSON.stringify(event) : text);
  }

  /** Writes an event of the host. */
  writeHostEvent(event: string, text: string, details: Readonly<Record<string, unknown>>): void {
    this.#lines.push(this.#line(event, text, details));
  }

  /** Resolves when every line is written, or after a time limit. */
  async end(): Promise<void> {
    await this.#lines.flush(FLUSH_MS);
  }

  #line(event: string, text: string, details: Readonly<Record<string, unknown>>): string {
    const at = new Date().toISOString();
    return this.#isJson ? JSON.stringify({ event, at, ...details }) : `${at} ${oneLine(text)}`;
  }
}
