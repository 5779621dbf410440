/**
 * Aliases: other names of nodes.
 *
 * @module
 */
import type { CompositePlan, NodePlan } from "../exporter/plan.ts";
import { ConfigError } from "./config_error.ts";

/**
 * The same plan, with aliases that name nodes, not other aliases.
 *
 * @throws {ConfigError} For an alias without a target, of itself, or of a node that it is in: its tree would have no end.
 */
export function linkAliases(root: CompositePlan): CompositePlan {
  const linked = linkedBelow(root, root, "") as CompositePlan;
  checkEnds(linked, linked, []);
  return linked;
}

function linkedBelow(root: CompositePlan, plan: NodePlan, path: string): NodePlan {
  if (plan.kind === "alias") {
    return { kind: "alias", target: targetOf(root, plan.target, path, []) };
  }
  const children = Object.entries(plan.children).map(([name, child]) => {
    return [name, linkedBelow(root, child, path === "" ? name : `${path}.${name}`)] as const;
  });
  return { ...plan, children: Object.fromEntries(children) };
}

/** The path of the node that a path leads to, through aliases. */
function targetOf(root: CompositePlan, target: string, alias: string, passed: readonly string[]): string {
  const name = alias.split(".").at(-1)!;
  if (passed.includes(target)) throw circle(alias, [...passed, target]);
  let plan: NodePlan = root, path = "";
  for (const part of target.split(".")) {
    const next: NodePlan | undefined = plan.kind === "alias" || !Object.hasOwn(plan.children, part)
      ? undefined
      : plan.children[part];
    if (next === undefined) {
      throw new ConfigError(placeOf(alias), `Proxy driver ${name} references nonexistent driver ${target}`);
    }
    path = path === "" ? part : `${path}.${part}`;
    if (next.kind === "alias") {
      path = targetOf(root, next.target, alias, [...passed, target]);
      plan = nodeAt(root, path);
    } else plan = next;
  }
  return path;
}

function nodeAt(root: NodePlan, path: string): NodePlan {
  return path.split(".").reduce((plan: NodePlan, name) => {
    return plan.kind === "alias" ? plan : plan.children[name]!;
  }, root);
}

/** Goes through the tree as the report does, and sees whether it ends. */
function checkEnds(root: CompositePlan, plan: NodePlan, open: readonly NodePlan[], path = ""): void {
  if (plan.kind === "alias") {
    const target = nodeAt(root, plan.target);
    if (open.includes(target)) throw circle(path, [plan.target]);
    return checkEnds(root, target, open, path);
  }
  for (const [name, child] of Object.entries(plan.children)) {
    checkEnds(root, child, [...open, plan], path === "" ? name : `${path}.${name}`);
  }
}

function circle(alias: string, targets: readonly string[]): ConfigError {
  return new ConfigError(placeOf(alias), `the alias is in a circle: ${[alias, ...targets].join(" -> ")}`);
}

function placeOf(path: string): string {
  return `export.${path.replaceAll(".", ".children.")}`;
}
