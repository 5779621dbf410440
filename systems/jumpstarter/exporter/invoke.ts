/**
 * Runs methods of devices with checked arguments.
 *
 * @module
 */
import { GrpcError } from "@fluxwire/grpc";
import { DeviceError } from "../device/device_error.ts";
import type { Method, MethodContext, MethodKind } from "../device/method.ts";
import { Misfit, type Schema } from "../device/schema.ts";
import type { ExporterLog } from "./log.ts";
import type { Node } from "./tree.ts";

/** The name of each kind in the text that clients know. */
const MARKERS: Readonly<Record<MethodKind, string>> = {
  call: "marker_drivercall",
  stream: "marker_streamingdrivercall",
  bytes: "marker_streamcall",
};

/**
 * A method of a node.
 *
 * @throws {GrpcError} `NOT_FOUND`, with the texts that Python's exporter has.
 */
export function methodOf(node: Node, name: string, kind: MethodKind): Method {
  const method = node.methods.get(name);
  if (method === undefined) throw new GrpcError("NOT_FOUND", `method ${name} not found on driver`);
  if (method.kind !== kind) throw new GrpcError("NOT_FOUND", `method ${name} missing marker ${MARKERS[kind]}`);
  return method;
}

/**
 * The arguments of a call, checked.
 *
 * @throws {DeviceError} `InvalidArgument`, with the place of what does not fit.
 */
export function checkedArguments(
  name: string,
  schemas: readonly Schema<unknown>[],
  args: readonly unknown[],
): unknown[] {
  const last = schemas.at(-1);
  if (last?.facts.isRest) {
    const fixed = schemas.length - 1;
    return checkedArguments(name, schemas.slice(0, -1), args.slice(0, fixed)).concat([
      checkedArgument(name, last, args.slice(fixed), fixed),
    ]);
  }
  if (args.length > schemas.length) {
    throw new DeviceError("InvalidArgument", `${name}: takes ${countOf(schemas)}, got ${args.length}`);
  }
  return schemas.map((schema, index) => checkedArgument(name, schema, args[index], index));
}

function checkedArgument(name: string, schema: Schema<unknown>, value: unknown, index: number): unknown {
  const { argument } = schema.facts;
  try {
    return schema.check(value);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const inner = argument === undefined ? error.place : ` (${argument}${error.place})`;
    throw new DeviceError("InvalidArgument", `${name}: argument ${index + 1}${inner}: ${error.problem}`);
  }
}

function countOf(schemas: readonly Schema<unknown>[]): string {
  const least = schemas.findLastIndex(({ facts }) => !facts.isOptional) + 1, most = schemas.length;
  const range = least === most ? `${most}` : `${least} to ${most}`;
  return `${range} ${range === "1" ? "argument" : "arguments"}`;
}

/** How often progress is logged at most, in milliseconds. */
const PROGRESS_MS = 2_000;

/**
 * What a method gets behind its arguments.
 *
 * @param signalOf Makes the signal of the call.
 */
export function contextOf(node: Node, name: string, signalOf: () => AbortSignal, log: ExporterLog): MethodContext {
  const own = log.forDevice(node.path === "" ? name : `${node.path}.${name}`);
  let last = -Infinity, signal: AbortSignal | null = null;
  return {
    // Most methods ask for none, and one costs more than a short call.
    get signal() {
      return signal ??= signalOf();
    },
    log: own,
    progress(done, total) {
      const now = performance.now();
      if (now - last < PROGRESS_MS && done !== total) return;
      last = now;
      own.info(total === undefined ? `${done} bytes` : `${done} of ${total} bytes`);
    },
  };
}

/** A call of a device by another device of the same tree. */
export async function callLocally(
  node: Node,
  name: string,
  args: readonly unknown[],
  log: ExporterLog,
): Promise<unknown> {
  const method = methodOf(node, name, "call");
  const checked = checkedArguments(name, method.schemas, args);
  return await method.run(...checked, contextOf(node, name, () => new AbortController().signal, log));
}
