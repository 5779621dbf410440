/**
 * The report of a tree: what clients build their objects and commands from.
 *
 * @module
 */
import { type DriverInstanceReport, DriverInstanceReportSchema } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../protobuf.ts";
import { encodeMethods, METHODS_LABEL } from "../wire/method_facts.ts";
import { CLIENT_LABEL, NAME_LABEL } from "../wire/names.ts";
import type { Node } from "./tree.ts";

/**
 * The nodes, depth first: a node, all below it, then its next sibling. An alias repeats all that is below its target, with
 * the same uuids: clients link a child to the latest node with its parent's uuid.
 */
export function reportsOf(root: Node): DriverInstanceReport[] {
  return [...below(root, null, null)];
}

function* below(node: Node, name: string | null, parentUuid: string | null): Generator<DriverInstanceReport> {
  yield create(DriverInstanceReportSchema, {
    uuid: node.uuid,
    parentUuid: parentUuid ?? undefined,
    labels: {
      ...node.labels,
      ...node.methods.size === 0 ? {} : { [METHODS_LABEL]: methodsOf(node) },
      [CLIENT_LABEL]: node.clientClass,
      ...name === null ? {} : { [NAME_LABEL]: name },
    },
    description: node.description ?? undefined,
    methodsDescription: helpOf(node),
  });
  for (const [childName, child] of node.children) yield* below(child, childName, node.uuid);
}

/** The help of methods, by the names of their commands. */
function helpOf({ methods, methodsDescription, opened }: Node): Record<string, string> {
  const own = [...methods].flatMap(([name, { help }]) => help === null ? [] : [[name, help] as const]);
  const all = [...own, ...Object.entries(methodsDescription)];
  const ofMethods = Object.fromEntries(all.map(([name, help]) => [name.replaceAll("_", "-"), help]));
  return { ...opened?.commandsDescription, ...ofMethods };
}

/** The methods with their arguments, for clients that make commands from them. */
function methodsOf({ methods }: Node): string {
  return encodeMethods([...methods].map(([name, { kind, schemas }]) => ({
    name,
    kind,
    args: schemas.map(({ facts: { argument, expected, isOptional, isRest, resource, json } }) => ({
      name: argument ?? null,
      expected,
      isOptional: isOptional ?? false,
      ...isRest ? { isRest } : {},
      resource: resource ?? null,
      schema: json,
    })),
  })));
}
