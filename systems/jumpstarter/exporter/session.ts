/**
 * A session: a tree of open devices with its log, its status and its resources.
 *
 * @module
 */
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import type { ExporterLog } from "./log.ts";
import type { NodePlan } from "./plan.ts";
import { Resources } from "./resources.ts";
import { StatusCell } from "./status.ts";
import { DeviceTree } from "./tree.ts";

/** What a client's EndSession is answered with. */
export interface EndAnswer {
  /** Whether a session ends. */
  readonly success: boolean;
  /** More about it. */
  readonly message: string;
}

/** A session of an exporter. */
export class Session implements AsyncDisposable {
  /** The exporter's uuid. */
  readonly uuid: string;
  /** Its devices. */
  readonly tree: DeviceTree;
  /** Its log. */
  readonly log: ExporterLog;
  /** What it is doing. */
  readonly status: StatusCell;
  /** What clients lend. */
  readonly resources: Resources = new Resources();
  /** The exporter's own labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What it says to people; empty for nothing. */
  readonly motd: string;
  readonly #controller = new AbortController();
  #endSession: () => EndAnswer = () => ({ success: false, message: "No active lease context" });

  private constructor(tree: DeviceTree, log: ExporterLog, { uuid, status, labels, motd }: Required<SessionOptions>) {
    this.uuid = uuid;
    this.tree = tree;
    this.log = log;
    this.status = status;
    this.labels = labels;
    this.motd = motd;
  }

  /**
   * Opens the devices of a plan, and resets them.
   *
   * @throws What a device's `open` or `reset` throws.
   */
  static async open(
    plan: NodePlan,
    log: ExporterLog,
    {
      uuid = crypto.randomUUID(),
      labels = {},
      status = new StatusCell(ExporterStatus.LEASE_READY, "Ready for commands"),
      motd = "",
    }: SessionOptions = {},
  ): Promise<Session> {
    const tree = await DeviceTree.open(plan, log);
    try {
      await tree.reset();
    } catch (error) {
      await tree.close();
      throw error;
    }
    return new Session(tree, log, { uuid, status, labels, motd });
  }

  /** Aborts when the session ends. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What EndSession does while a session can be ended. */
  onEndSession(end: () => EndAnswer): void {
    this.#endSession = end;
  }

  /** A client ends its session. */
  endSession(): EndAnswer {
    return this.#endSession();
  }

  /** Aborts all methods, closes all devices and ends the readers of the log. */
  async close(): Promise<void> {
    this.#controller.abort(new DOMException("the session has ended", "AbortError"));
    await this.tree.close();
    this.log.close();
  }

  /** The same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** What a session may have besides its devices. */
export interface SessionOptions {
  /**
   * The exporter's uuid, if it has had sessions before.
   *
   * @default A new one
   */
  uuid?: string;
  /**
   * The exporter's own labels.
   *
   * @default {{}}
   */
  labels?: Record<string, string>;
  /**
   * Its status.
   *
   * @default LEASE_READY
   */
  status?: StatusCell;
  /**
   * What it says to people when they come.
   *
   * @default {""}
   */
  motd?: string;
}
