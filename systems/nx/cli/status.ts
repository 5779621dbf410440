/**
 * `fluxwire nx status`.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import { HostError } from "@fluxwire/supervise";
import { prometheusText } from "../control/prometheus.ts";
import { statusLines } from "../control/status_lines.ts";
import type { NxStatus } from "../host/status.ts";
import { ask } from "./ask.ts";

/** Requests the status and shows it. */
export async function run(context: VerbContext): Promise<number> {
  const { flags, output } = context;
  const format = flags.choice("format", ["table", "json", "prometheus"] as const) ?? (output.isJson ? "json" : "table");
  if (output.isJson && format !== "json") {
    throw new UsageError(`Cannot use -json with -format ${format}: give one of them`);
  }
  const [id] = flags.words;
  const status = await ask(context, { verb: "status" }) as NxStatus;
  const shown = id === undefined ? status : { ...status, services: [serviceOf(status, id)] };
  if (format === "json") output.json(shown);
  else if (format === "prometheus") output.write(prometheusText(shown));
  else for (const line of statusLines(shown)) output.line(line);
  return EXIT.done;
}

function serviceOf({ services }: NxStatus, id: string): NxStatus["services"][number] {
  const service = services.find((service) => service.id === id);
  if (service !== undefined) return service;
  const known = services.map(({ id }) => id).join(", ");
  throw new HostError("UnknownService", `Unknown instance ${JSON.stringify(id)}: this host has ${known}`);
}
