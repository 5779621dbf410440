/**
 * An exporter, as the console shows it: its devices as a tree, their methods as forms, their bytes as terminals, its log.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import {
  type Acted,
  type Action,
  type ActRequest,
  type ConsoleSource,
  type ErrorJson,
  explained,
  type FilePlace,
  type LineRing,
  type NodeFact,
  type Operation,
  ownPaths,
  programMask,
  Runs,
  systemOperations,
  type TreeNode,
} from "@fluxwire/console";
import { failureOf } from "../cli/error_rules.ts";
import type { ByteStream } from "../client/byte_stream.ts";
import type { Device } from "../client/device.ts";
import type { Endpoint } from "../client/endpoint.ts";
import type { Exporter } from "../client/exporter.ts";
import type { MethodKind } from "../device/method.ts";
import { actionsOf, BY_NAME, nodeOf, RESET, ROOT_NODE } from "./device_node.ts";
import { fileArguments, type FileMethod, fileMethods } from "./file_method.ts";
import { ExporterLink } from "./exporter_link.ts";

/** The source of an exporter, which need not run yet. */
export class ExporterSource implements ConsoleSource {
  readonly id: string;
  readonly kind = "exporter";
  readonly title: string;
  readonly panels = ["terminal", "logs"] as const;
  readonly #link: ExporterLink;
  readonly #runs = new Runs();
  readonly operations: Readonly<Record<string, Operation>> = systemOperations({
    tree: (under) => explained(() => this.#tree(under), shownError),
    actions: (node) => explained(() => this.#actions(node), shownError),
    act: (request, signal) => explained(() => this.#act(request, signal), shownError),
    stop: (run) => this.#runs.stop(run),
  });

  /** Does not connect yet. */
  constructor(id: string, title: string, endpoint: Endpoint) {
    this.id = id;
    this.title = title;
    this.#link = new ExporterLink(endpoint);
  }

  /** `logs`, `tree` and the runs of actions. */
  stream(name: string): LineRing | null {
    if (name === "logs") return this.#link.logs;
    return name === "tree" ? this.#link.changes : this.#runs.stream(name);
  }

  /** Writes into a byte stream, or a piece of a file. */
  write(run: string, bytes: Uint8Array, place: FilePlace | null = null): void {
    this.#runs.write(run, bytes, place);
  }

  /** Ends runs and the connection. */
  async close(): Promise<void> {
    await Promise.all([this.#runs.close(), this.#link.close()]);
  }

  async #tree(under: string | null): Promise<TreeNode[]> {
    const exporter = await this.#link.connected();
    if (under === null) return [nodeOf(exporter.root.report, await factsOf(exporter))];
    return deviceOf(exporter, under).report.children.map((child) => nodeOf(child));
  }

  async #actions(node: string): Promise<Action[]> {
    return actionsOf(deviceOf(await this.#link.connected(), node).report);
  }

  async #act({ node, action: id, args }: ActRequest, signal: AbortSignal): Promise<Acted> {
    const exporter = await this.#link.connected(), device = deviceOf(exporter, node);
    const action = actionsOf(device.report).find((one) => one.id === id);
    if (action === undefined) throw new RangeError(`Cannot do ${id}: the device has no such method`);
    if (id === RESET) {
      await exporter.reset({ signal });
      return { result: null };
    }
    const files = fileMethods(device.report).find(({ name }) => name === id) ?? null;
    if (files !== null) return this.#filed(device, files, args);
    const { method, given } = calledOf(id, args);
    return await this.#called(device, { method, kind: action.kind, args: given }, signal);
  }

  /** A call that takes a file of the page, or gives it one. */
  #filed(device: Device, method: FileMethod, args: readonly unknown[]): Acted {
    const work = (bytes: ReadableStream<Uint8Array> | WritableStream<Uint8Array>, signal: AbortSignal) =>
      explained(() => device.call(method.name, fileArguments(method, args, bytes), { signal }), shownError);
    return { run: method.file === "up" ? this.#runs.takes(work) : this.#runs.gives(work) };
  }

  async #called(
    device: Device,
    { method, kind, args }: { method: string; kind: MethodKind; args: readonly unknown[] },
    signal: AbortSignal,
  ): Promise<Acted> {
    switch (kind) {
      case "call":
        return { result: await device.call(method, args, { signal }) };
      case "stream":
        return { run: this.#runs.values((ending) => device.stream(method, args, { signal: ending })) };
      case "bytes":
        return { run: this.#runs.bytes(await opened(device, method, signal)) };
    }
  }
}

/** A method that was named by the page, or by the action itself. */
function calledOf(id: string, args: readonly unknown[]): { method: string; given: readonly unknown[] } {
  if (!Object.values(BY_NAME).includes(id)) return { method: id, given: args };
  const [method, given = []] = args;
  if (typeof method !== "string" || !Array.isArray(given)) {
    throw new TypeError(`Cannot ${id}: give its name, and its arguments as a list`);
  }
  return { method, given };
}

/** Bytes that outlive the request which opens them. */
async function opened(device: Device, method: string, signal: AbortSignal): Promise<ByteStream> {
  const opening = new AbortController();
  using _listening = onAbort(signal, () => opening.abort(signal.reason));
  signal.throwIfAborted();
  return await device.bytes(method, { signal: opening.signal });
}

function deviceOf(exporter: Exporter, node: string): Device {
  return exporter.device(node.slice(ROOT_NODE.length));
}

/** What the tree shows of the exporter itself; one of another program may have no status. */
async function factsOf(exporter: Exporter): Promise<NodeFact[]> {
  const status = await exporter.status().catch(() => null), facts = [{ name: "Exporter", value: exporter.uuid }];
  if (status !== null) facts.push({ name: "Status", value: [status.status, status.message].join(" ").trim() });
  if (exporter.motd !== "") facts.push({ name: "Message", value: exporter.motd });
  const labels = Object.entries(exporter.labels).map(([name, value]) => ({ name: `Exporter label ${name}`, value }));
  return [...facts, ...labels];
}

/** What failed, with a code and a remedy. */
function shownError(error: unknown): ErrorJson {
  const { code, message, hint } = failureOf(error);
  return { code, message: programMask(ownPaths())(message), remedy: hint };
}
