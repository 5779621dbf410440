/**
 * An exporter without a controller: one tree of devices for the life of the process, with hooks around each session.
 *
 * @module
 */
import { aborted, pause } from "@fluxwire/transport";
import type { ExporterConfig } from "../config/exporter_config.ts";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import { STANDALONE } from "./hook.ts";
import { FREE, type HookOutcome, type LeaseHooks, READY, runAfter, runBefore, type StatusText } from "./lease_hooks.ts";
import type { EndAnswer, Session } from "./session.ts";

/** How an exporter has ended. */
export type StandaloneEnd = "stopped" | "hookFailed";

/** From the end of a session to the next one, in milliseconds: clients see AVAILABLE meanwhile. */
const PAUSE_MS = 1_000;

/** The sessions of an exporter without a controller, one after the other. */
export class Standalone {
  readonly #session: Session;
  readonly #hooks: LeaseHooks;
  readonly #pauseMs: number;
  #ended: PromiseWithResolvers<void> = Promise.withResolvers();

  /**
   * @param socket Where scripts of hooks reach the devices.
   * @param pauseMs From the end of a session to the next one.
   */
  constructor(session: Session, hooks: ExporterConfig["hooks"], socket: string, pauseMs: number = PAUSE_MS) {
    this.#session = session;
    const { log, status } = session;
    const report = (next: ExporterStatus, message: string): void => status.change(next, message);
    this.#hooks = { hooks: hooks ?? {}, log, socket, lease: STANDALONE, report };
    this.#pauseMs = pauseMs;
    session.onEndSession(() => this.#end());
  }

  /** The status that a session starts with: a hook comes first, if there is one. */
  static firstStatus(hooks: ExporterConfig["hooks"]): StatusText {
    return hooks?.beforeLease === undefined ? READY : { status: ExporterStatus.AVAILABLE, message: "" };
  }

  /** Runs sessions until the signal aborts, and then the last after-hook; or until a hook that fails ends the exporter. */
  async run(signal: AbortSignal): Promise<StandaloneEnd> {
    const stopped = aborted(signal);
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      if (!isFirst) await this.#session.tree.reset().catch(() => {});
      const before = await this.#before(signal, isFirst);
      if (before === "exit") return "hookFailed";
      await Promise.race([this.#ended.promise, stopped]);
      if (before === "done" && (await this.#after()) === "exit") return "hookFailed";
      if (signal.aborted) break;
      await pause(this.#pauseMs, { signal });
      this.#ended = Promise.withResolvers();
    }
    this.#session.status.change(ExporterStatus.OFFLINE, "Exporter shutting down");
    return "stopped";
  }

  #end(): EndAnswer {
    if (this.#session.status.status !== ExporterStatus.LEASE_READY) {
      return { success: false, message: "No active lease context" };
    }
    this.#ended.resolve();
    return { success: true, message: "Session end triggered, afterLease hook running asynchronously" };
  }

  async #before(signal: AbortSignal, isFirst: boolean): Promise<HookOutcome> {
    // The first session is ready from the start if no hook comes before.
    if (isFirst && this.#hooks.hooks.beforeLease === undefined) return "done";
    const outcome = await runBefore(this.#hooks, signal);
    if (outcome !== "exit") return outcome;
    await pause(this.#pauseMs);
    this.#session.status.change(ExporterStatus.OFFLINE, "Exporter shutting down");
    return outcome;
  }

  async #after(): Promise<HookOutcome> {
    const outcome = await runAfter(this.#hooks);
    if (outcome === "failed") this.#session.status.change(FREE.status, FREE.message);
    return outcome;
  }
}
