/**
 * The tree of open devices.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import { type Child, COMPOSITE_CLIENT, type Device, type OpenDevice } from "../device/define_device.ts";
import type { Method } from "../device/method.ts";
import { VERSION_LABEL } from "../wire/names.ts";
import { callLocally } from "./invoke.ts";
import { closeAll, openDevice, resetAll } from "./lifecycle.ts";
import type { ExporterLog } from "./log.ts";
import type { DevicePlan, NodePlan } from "./plan.ts";

/** A node that is open. */
export interface Node {
  /** What clients call it by; it lasts as long as the tree. */
  readonly uuid: string;
  /** The names from the root, with dots; empty for the root. */
  readonly path: string;
  /** The dotted path of its client class. */
  readonly clientClass: string;
  /** Its labels, without those of the wire. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its help; null without one. */
  readonly description: string | null;
  /** Help of methods, in place of their own. */
  readonly methodsDescription: Readonly<Record<string, string>>;
  /** What clients can call. */
  readonly methods: ReadonlyMap<string, Method>;
  /** What is below it; an alias names another node of the tree. */
  readonly children: ReadonlyMap<string, Node>;
  /** The device; null for a node without one. */
  readonly opened: OpenDevice | null;
}

/** A tree of open devices. */
export class DeviceTree {
  /** The root. */
  readonly root: Node;
  readonly #nodes: ReadonlyMap<string, Node>;
  /** In the order in which they were opened: children first. */
  readonly #order: readonly Node[];
  readonly #log: ExporterLog;
  readonly #clock: Clock;
  #closed: Promise<void> | null = null;

  private constructor(root: Node, order: readonly Node[], log: ExporterLog, clock: Clock) {
    this.root = root;
    this.#order = order;
    this.#nodes = new Map(order.map((node) => [node.uuid, node]));
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * Opens the devices of a plan, children first. If one cannot be opened, those that are open are closed again.
   *
   * @throws What a device's `open` throws.
   */
  static async open(plan: NodePlan, log: ExporterLog, clock: Clock = SYSTEM_CLOCK): Promise<DeviceTree> {
    const opening = new Opening(log, clock);
    try {
      const root = await opening.node(plan, "");
      opening.link();
      return new DeviceTree(root, opening.order, log, clock);
    } catch (error) {
      await closeAll(opening.order, log, clock);
      throw error;
    }
  }

  /** A node by its uuid; null for none. */
  find(uuid: string): Node | null {
    return this.#nodes.get(uuid.toLowerCase()) ?? null;
  }

  /** Resets all devices, children first. What fails is logged, and thrown when all were asked. */
  reset(): Promise<void> {
    return resetAll(this.#order, this.#log, this.#clock);
  }

  /** Closes all devices once, parents first. What fails is logged only. */
  close(): Promise<void> {
    return this.#closed ??= closeAll(this.#order, this.#log, this.#clock);
  }
}

/** Opens nodes, and links aliases when all are there. */
class Opening {
  readonly order: Node[] = [];
  readonly #byPath = new Map<string, Node>();
  readonly #aliases: { parent: Map<string, Node>; name: string; target: string }[] = [];
  readonly #log: ExporterLog;
  readonly #clock: Clock;

  constructor(log: ExporterLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  async node(plan: NodePlan, path: string): Promise<Node> {
    if (plan.kind === "alias") throw new TypeError(`Cannot open ${path}: an alias cannot be the root`);
    const children = new Map<string, Node>();
    for (const [name, child] of Object.entries(plan.children)) {
      if (child.kind === "alias") {
        // Its place among its siblings is kept.
        children.set(name, null as unknown as Node);
        this.#aliases.push({ parent: children, name, target: child.target });
      } else children.set(name, await this.node(child, path === "" ? name : `${path}.${name}`));
    }
    const device = plan.kind === "device" ? plan.device : null;
    const opened = plan.kind === "device" ? await this.#open(plan, children, path) : null;
    const node: Node = {
      uuid: crypto.randomUUID(),
      path,
      clientClass: device?.clientClass ?? COMPOSITE_CLIENT,
      labels: labelsOf(device),
      description: plan.description ?? device?.description ?? null,
      methodsDescription: plan.kind === "device" ? plan.methodsDescription : {},
      methods: new Map(Object.entries(opened?.methods ?? {})),
      children,
      opened,
    };
    this.order.push(node);
    this.#byPath.set(path, node);
    return node;
  }

  /** Puts each alias's target in its place. */
  link(): void {
    for (const { parent, name, target } of this.#aliases) {
      const node = this.#byPath.get(target);
      if (node === undefined) throw new TypeError(`Proxy driver ${name} references nonexistent driver ${target}`);
      parent.set(name, node);
    }
  }

  async #open(
    { device, config }: DevicePlan,
    children: ReadonlyMap<string, Node>,
    path: string,
  ): Promise<OpenDevice> {
    const lent = Object.fromEntries([...children.keys()].map((name): [string, Child] => [name, {
      call: (method, ...args) => callLocally(children.get(name)!, method, args, this.#log),
    }]));
    const context = { children: lent, log: this.#log.forDevice(path || device.name) };
    return await openDevice(path, () => device.open(config, context), this.#clock);
  }
}

function labelsOf(device: Device | null): Record<string, string> {
  if (device === null) return {};
  return { ...device.labels, ...device.version === null ? {} : { [VERSION_LABEL]: device.version } };
}
