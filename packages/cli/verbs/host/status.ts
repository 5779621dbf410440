/**
 * `fluxwire host status`: the services of a running host.
 *
 * @module
 */
import { HostError } from "@fluxwire/supervise";
import type { HostStatus } from "@fluxwire/host";
import type { Context } from "../../command/context.ts";
import { EXIT, UsageError } from "@fluxwire/command";
import { ask } from "./ask.ts";
import { prometheusText } from "./prometheus.ts";
import { statusLines } from "./status_lines.ts";

const FORMATS = ["table", "json", "prometheus"] as const;

/** Requests the status and shows it. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const format = args.choice("format", FORMATS) ?? (output.isJson ? "json" : "table");
  if (output.isJson && format !== "json") {
    throw new UsageError(`Cannot use --json with --format ${format}: give one of them`);
  }
  const [id] = args.arguments;
  const status = await ask(context, { verb: "status" }) as HostStatus;
  const shown = id === undefined ? status : { ...status, services: [serviceOf(status, id)] };
  if (format === "json") output.json(shown);
  else if (format === "prometheus") output.write(prometheusText(shown));
  else for (const line of statusLines(shown)) output.line(line);
  return EXIT.done;
}

function serviceOf({ services }: HostStatus, id: string): HostStatus["services"][number] {
  const service = services.find((service) => service.id === id);
  if (service !== undefined) return service;
  const known = services.map(({ id }) => id).join(", ");
  throw new HostError("UnknownService", `Unknown service ${JSON.stringify(id)}: this host has ${known}`);
}
