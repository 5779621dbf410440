/**
 * `fluxwire host run`: runs the services of a configuration until somebody ends it.
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
import { ControlServer, eventText, makePrivateFolder, type ServiceEvent, stateFolder } from "@fluxwire/supervise";
import type { CommandLine } from "../../command/args.ts";
import { BufferedLines } from "../../command/buffered_lines.ts";
import type { Context } from "../../command/context.ts";
import { EXIT } from "../../command/exit_codes.ts";
import { oneLine } from "../../command/one_line.ts";
import { Interrupted } from "../../command/interrupt.ts";
import { UsageError } from "../../command/usage_error.ts";
import { tokenOf } from "../../command/variables.ts";
import { controlPathOf, usable } from "./ask.ts";
import { HostControl } from "./host_control.ts";

/** How long the last lines may take to be read, in milliseconds. */
const FLUSH_MS = 1_000;

/** Runs until a signal or `fluxwire host stop` ends it; then stops everything. */
export async function run({ args, output, signal }: Context): Promise<number> {
  const controlPath = controlPathOf(args);
  const token = sharedToken(args);
  const config = args.text("config");
  const configuration = await (config === null ? findConfiguration() : readConfiguration(config));
  const services = servicesOf(configuration);
  const teller = new Teller(output.isJson);
  const logFolder = args.has("no-log-files") ? null : `${usable(stateFolder)}/logs`;
  if (logFolder !== null) makePrivateFolder(logFolder);

  await using host = new Host(services, {
    token,
    anyOwner: args.has("any-owner"),
    logFolder,
    onEvent: (event) => teller.tell(event),
  });
  const control = new HostControl(host);
  await using server = await ControlServer.listen(controlPath, control.verbs);
  for (const problem of configuration.problems) teller.say("problem", problemText(problem), { ...problem });
  teller.say("running", `Running ${services.length} services; control socket ${controlPath}`, {
    control: controlPath,
    logs: logFolder,
    pid: Deno.pid,
  });
  const starting = host.start();
  const reason = await Promise.race([control.stopped, aborted(signal)]);
  await host.stop();
  await starting;
  control.end();
  await server.close();
  const wasAsked = reason === null || reason instanceof Interrupted;
  if (wasAsked) teller.say("stopped", "The host is stopped", {});
  await teller.end();
  if (!wasAsked) throw reason;
  return EXIT.done;
}

/** The token of all drivers; undefined where each start gets one of its own. */
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

function aborted(signal: AbortSignal): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  if (signal.aborted) resolve(signal.reason);
  signal.addEventListener("abort", () => resolve(signal.reason), { once: true });
  return promise;
}

/** Tells what happens, line by line, to whoever reads it: a host waits for nobody, and goes on without. */
class Teller {
  readonly #lines: BufferedLines;
  readonly #isJson: boolean;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
    this.#lines = new BufferedLines(Deno.stdout, (count) => {
      return this.#line("missed", `${count} lines are missing: nobody has read them in time`, { lines: count });
    });
  }

  /** Tells of a service. */
  tell(event: ServiceEvent): void {
    const text = `${event.at} ${oneLine(event.service)}: ${oneLine(eventText(event))}`;
    this.#lines.push(this.#isJson ? JSON.stringify(event) : text);
  }

  /** Tells of the host. */
  say(event: string, text: string, details: Readonly<Record<string, unknown>>): void {
    this.#lines.push(this.#line(event, text, details));
  }

  /** Resolves when it was read, or nobody does so. */
  async end(): Promise<void> {
    await this.#lines.flush(FLUSH_MS);
  }

  #line(event: string, text: string, details: Readonly<Record<string, unknown>>): string {
    const at = new Date().toISOString();
    return this.#isJson ? JSON.stringify({ event, at, ...details }) : `${at} ${oneLine(text)}`;
  }
}
