/**
 * The nodes under `export` of a configuration file.
 *
 * @module
 */
import { t } from "../device/t.ts";
import type { Device } from "../device/define_device.ts";
import { type CompositePlan, type NodePlan, planOf } from "../exporter/plan.ts";
import { linkAliases } from "./aliases.ts";
import { ConfigError } from "./config_error.ts";
import { checkedBy, type ExporterConfig } from "./exporter_config.ts";

/** Finds the device that a `type` names. */
export type FindDevice = (type: string, place: string) => Promise<Device>;

/** Upstream's classes that are no devices. */
const COMPOSITE = "jumpstarter_driver_composite.driver.Composite";
const PROXY = "jumpstarter_driver_composite.driver.Proxy";

const deviceNode = t.object({
  type: t.string(),
  config: t.optional(t.map(t.any())),
  children: t.optional(t.map(t.any())),
  description: t.optional(t.string()),
  methods_description: t.optional(t.map(t.string())),
});
const aliasNode = t.object({ ref: t.string() });
const compositeNode = t.object({ children: t.map(t.any()), description: t.optional(t.string()) });

/**
 * The plan of a configuration file's devices.
 *
 * @throws {ConfigError} With the path of what is wrong: unknown keys and types, configurations that do not fit, aliases
 * without a target or in a circle.
 */
export async function readNodes(config: ExporterConfig, find: FindDevice): Promise<CompositePlan> {
  const children = await readAll(config.export, "export", find);
  return linkAliases({ kind: "composite", children, description: config.description ?? null });
}

async function readAll(
  nodes: Readonly<Record<string, unknown>>,
  place: string,
  find: FindDevice,
): Promise<Record<string, NodePlan>> {
  const plans: Record<string, NodePlan> = {};
  for (const [name, node] of Object.entries(nodes)) {
    if (name.includes(".")) throw new ConfigError(`${place}.${name}`, "the name of a node has no dot");
    plans[name] = await readNode(node, `${place}.${name}`, find);
  }
  return plans;
}

async function readNode(node: unknown, place: string, find: FindDevice): Promise<NodePlan> {
  if (typeof node !== "object" || node === null || !("type" in node)) {
    if (typeof node === "object" && node !== null && "ref" in node) {
      return { kind: "alias", target: checkedBy(aliasNode, node, place).ref };
    }
    const { children, description } = checkedBy(compositeNode, node, place);
    const plans = await readAll(children, `${place}.children`, find);
    return { kind: "composite", children: plans, description: description ?? null };
  }
  const { type, config, children, description, methods_description } = checkedBy(deviceNode, node, place);
  const below = await readAll(children ?? {}, `${place}.children`, find);
  if (type === COMPOSITE) {
    checkedBy(t.object({}), config ?? {}, `${place}.config`);
    return { kind: "composite", children: below, description: description ?? null };
  }
  if (type === PROXY) return { kind: "alias", target: checkedBy(aliasNode, config, `${place}.config`).ref };
  const device = await find(type, `${place}.type`);
  const own = planOf(device, checkedBy(device.config, config ?? {}, `${place}.config`));
  return {
    ...own,
    children: { ...own.children, ...below },
    description: description ?? null,
    methodsDescription: methods_description ?? {},
  };
}
