/**
 * A device of an exporter as a node of the console's tree, and its methods as actions.
 *
 * @module
 */
import type { Action, JsonSchema, NodeFact, TreeNode } from "@fluxwire/console";
import type { DeviceReport } from "../client/device_report.ts";
import { flasher, network, power, serial, shell, storageMux, virtualPower } from "../device/interface.ts";
import type { MethodKind } from "../device/method.ts";
import { CLIENT_LABEL, NAME_LABEL, VERSION_LABEL } from "../wire/names.ts";
import { fileAction, fileMethods } from "./file_method.ts";
import { decodeMethods, type MethodFacts, METHODS_LABEL } from "../wire/method_facts.ts";

/** The id of the root's node; that of another device is its path behind a dot. */
export const ROOT_NODE = ".";
/** The action of the root that resets every device. */
export const RESET = "reset every device";
/** What calls a method by its name, of devices whose methods are not reported; a method has no such name. */
export const BY_NAME: Readonly<Record<MethodKind, string>> = {
  call: "call a method",
  stream: "read a stream",
  bytes: "open bytes",
};

/** Client classes of Python that fit one kind of device: their methods are known, their arguments are not. */
const KNOWN = [power, virtualPower, network, serial, flasher, storageMux, shell];
/** Labels that stand among the facts by other names. */
const SHOWN: ReadonlySet<string> = new Set([METHODS_LABEL, CLIENT_LABEL, NAME_LABEL, VERSION_LABEL]);
const TEXT: JsonSchema = { type: "string" };
/** A list as JSON: arguments of which nothing is known. */
const ANY: JsonSchema = { type: "array", title: "Arguments", default: [] };

/** The node of a device. */
export function nodeOf(report: DeviceReport, more: readonly NodeFact[] = []): TreeNode {
  const { path, name, children } = report, isRoot = path === "";
  return {
    id: `${ROOT_NODE}${path}`,
    title: isRoot ? "Exporter" : name,
    kind: isRoot ? "exporter" : children.length > 0 ? "group" : "device",
    hasChildren: children.length > 0,
    hasRows: false,
    state: null,
    problem: null,
    facts: [...more, ...factsOf(report)],
  };
}

/** What can be done with a device. What a method does is not known: each may change something. */
export function actionsOf(report: DeviceReport): Action[] {
  const own = decodeMethods(report.labels[METHODS_LABEL]),
    reported = own.filter(isUsable).map((method) => {
      return action(method.name, method.kind, {
        help: report.commandHelp[method.name.replaceAll("_", "-")] ?? null,
        input: inputOf(method),
      });
    });
  const known = own.length > 0 ? [] : knownMethods(report), files = fileMethods(report);
  const reset = {
    help: "Ends what every device does, and closes them",
    confirm: "Reset every device of this exporter?",
  };
  return [
    ...reported,
    ...known.map(([name, kind]) =>
      action(name, kind, { input: kind === "bytes" ? { type: "array", items: false } : ANY })
    ),
    ...files.map((method) => fileAction(method, report.commandHelp)),
    ...own.length + known.length + files.length + report.children.length > 0 ? [] : byName(),
    ...report.path === "" ? [action(RESET, "call", { input: { type: "array", items: false }, ...reset })] : [],
  ];
}

function action(id: string, kind: MethodKind, more: Partial<Action> & Pick<Action, "input">): Action {
  return { id, title: id, help: null, kind, changes: true, confirm: null, ...more };
}

/** Whether a method takes plain values alone. */
function isUsable({ args }: MethodFacts): boolean {
  return args.every(({ resource }) => resource === null);
}

function inputOf({ args }: MethodFacts): JsonSchema {
  const fields = args.map(({ name, expected, schema }, index): JsonSchema => {
    return { description: expected, ...schema as JsonSchema, title: name ?? `Argument ${index + 1}` };
  });
  const rest = args.at(-1)?.isRest ? fields.pop()! : null;
  const needed = args.findLastIndex(({ isOptional }) => !isOptional) + 1;
  return { type: "array", prefixItems: fields, minItems: needed, items: rest?.items ?? false };
}

function knownMethods(report: DeviceReport): [name: string, kind: MethodKind][] {
  const known = KNOWN.find(({ clientClass }) => clientClass === report.clientClass);
  const files = new Set(fileMethods(report).map(({ name }) => name));
  return (Object.entries(known?.methods ?? {}) as [string, MethodKind][]).filter(([name]) => !files.has(name));
}

function byName(): Action[] {
  const method: JsonSchema = { ...TEXT, title: "Method", minLength: 1 };
  const list: JsonSchema = { type: "array", prefixItems: [method, ANY], minItems: 1, items: false };
  const connect: JsonSchema = { type: "array", prefixItems: [{ ...method, default: "connect" }], items: false };
  return [
    action(BY_NAME.call, "call", { help: "Calls a method by its name", input: list }),
    action(BY_NAME.stream, "stream", { help: "Reads a method that gives values one after the other", input: list }),
    action(BY_NAME.bytes, "bytes", { help: "Opens bytes in both directions, such as a console", input: connect }),
  ];
}

function factsOf(report: DeviceReport): NodeFact[] {
  const { uuid, path, clientClass, description, version, labels } = report, known = fileMethods(report);
  const files = decodeMethods(labels[METHODS_LABEL]).filter((method) => !isUsable(method)).map(({ name }) => name)
    .filter((name) => !known.some((one) => one.name === name));
  const facts: [string, string | null][] = [
    ["Description", description],
    ["Path", path],
    ["UUID", uuid],
    ["Client class", clientClass],
    ["Version", version],
    ["Methods that need files", files.length === 0 ? null : `${files.join(", ")}: use fluxwire jumpstarter j`],
    ...Object.entries(labels).filter(([name]) => !SHOWN.has(name)).map(([name, value]): [string, string] => {
      return [`Label ${name}`, value];
    }),
  ];
  return facts.flatMap(([name, value]) => value === null || value === "" ? [] : [{ name, value }]);
}
