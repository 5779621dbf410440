/**
 * `fluxwire jumpstarter check`: reads a configuration file, and shows its devices without opening them.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { VerbContext } from "@fluxwire/command/program";
import type { NodePlan } from "../exporter/plan.ts";
import { configOf } from "./config_flags.ts";

/** A device of a file, for people and programs. */
interface Row {
  readonly path: string;
  readonly kind: NodePlan["kind"];
  readonly device: string | null;
  readonly clientClass: string | null;
  readonly target: string | null;
}

/** Shows the devices; what is wrong with the file is thrown. */
export async function run({ flags, output }: VerbContext): Promise<number> {
  const { file, plan } = await configOf(flags);
  const rows = [...rowsBelow(plan, "")];
  if (output.isJson) output.json({ file, devices: rows });
  else {
    const width = Math.max(0, ...rows.map(({ path }) => path.length));
    for (const { path, kind, device, clientClass, target } of rows) {
      const what = kind === "alias" ? `-> ${target}` : kind === "composite" ? "(group)" : `${device}  ${clientClass}`;
      output.line(`${path.padEnd(width)}  ${what}`);
    }
  }
  return EXIT.done;
}

function* rowsBelow(plan: NodePlan, path: string): Generator<Row> {
  if (path !== "") {
    yield {
      path,
      kind: plan.kind,
      device: plan.kind === "device" ? plan.device.name : null,
      clientClass: plan.kind === "device" ? plan.device.clientClass : null,
      target: plan.kind === "alias" ? plan.target : null,
    };
  }
  if (plan.kind === "alias") return;
  for (const [name, child] of Object.entries(plan.children)) {
    yield* rowsBelow(child, path === "" ? name : `${path}.${name}`);
  }
}
