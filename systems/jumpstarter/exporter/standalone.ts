/**
 * An exporter without a controller: one tree of devices for the life of the process, with hooks around each session.
 *
 * @module
 */
import type { ExporterConfig, HookConfig } from "../config/exporter_config.ts";
import { ExporterStatus, LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { runHook } from "./hook.ts";
import type { EndAnswer, Session } from "./session.ts";

/** How an exporter has ended. */
export type StandaloneEnd = "stopped" | "hookFailed";

/** From the end of a session to the next one, in milliseconds: clients see AVAILABLE meanwhile. */
const PAUSE_MS = 1_000;

/** The sessions of an exporter without a controller, one after the other. */
export class Standalone {
  readonly #session: Session;
  readonly #hooks: NonNullable<ExporterConfig["hooks"]>;
  readonly #socket: string;
  readonly #pauseMs: number;
  #ended: PromiseWithResolvers<void> = Promise.withResolvers();

  /**
   * @param socket Where scripts of hooks reach the devices.
   * @param pauseMs From the end of a session to the next one.
   */
  constructor(session: Session, hooks: ExporterConfig["hooks"], socket: string, pauseMs: number = PAUSE_MS) {
    this.#session = session;
    this.#hooks = hooks ?? {};
    this.#socket = socket;
    this.#pauseMs = pauseMs;
    session.onEndSession(() => this.#end());
  }

  /** The status that a session starts with: a hook comes first, if there is one. */
  static firstStatus(hooks: ExporterConfig["hooks"]): { status: ExporterStatus; message: string } {
    return hooks?.beforeLease === undefined
      ? { status: ExporterStatus.LEASE_READY, message: "Ready for commands" }
      : { status: ExporterStatus.AVAILABLE, message: "" };
  }

  /** Runs sessions until the signal aborts, and then the last after-hook; or until a hook that fails ends the exporter. */
  async run(signal: AbortSignal): Promise<StandaloneEnd> {
    const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      if (!isFirst) await this.#session.tree.reset().catch(() => {});
      const ready = await this.#before(signal, isFirst);
      if (ready === "exit") return "hookFailed";
      await Promise.race([this.#ended.promise, stopped]);
      if (ready === "ready" && (await this.#after()) === "exit") return "hookFailed";
      if (signal.aborted) break;
      await Promise.race([new Promise((resolve) => setTimeout(resolve, this.#pauseMs)), stopped]);
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

  async #before(signal: AbortSignal, isFirst: boolean): Promise<"ready" | "failed" | "exit"> {
    const { status, log } = this.#session, hook = this.#hooks.beforeLease;
    if (hook === undefined) {
      if (!isFirst) status.change(ExporterStatus.LEASE_READY, "Ready for commands");
      return "ready";
    }
    status.change(ExporterStatus.BEFORE_LEASE_HOOK, "Running beforeLease hook");
    const failure = await this.#run(hook, LogSource.BEFORE_LEASE_HOOK, signal);
    if (failure === null || signal.aborted) {
      status.change(ExporterStatus.LEASE_READY, "Ready for commands");
      return "ready";
    }
    log.add("WARNING", failure, LogSource.BEFORE_LEASE_HOOK);
    if (hook.onFailure === "warn") {
      status.change(ExporterStatus.LEASE_READY, `[HOOK_WARNING] beforeLease hook warning: ${failure}`);
      return "ready";
    }
    const isExit = hook.onFailure === "exit";
    const words = isExit ? "exit, shutting down" : "endLease";
    status.change(ExporterStatus.BEFORE_LEASE_HOOK_FAILED, `beforeLease hook failed (on_failure=${words}): ${failure}`);
    if (!isExit) return "failed";
    await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
    status.change(ExporterStatus.OFFLINE, "Exporter shutting down");
    return "exit";
  }

  async #after(): Promise<"done" | "exit"> {
    const { status, log } = this.#session, hook = this.#hooks.afterLease;
    if (hook !== undefined) {
      status.change(ExporterStatus.AFTER_LEASE_HOOK, "Running afterLease hooks");
      const failure = await this.#run(hook, LogSource.AFTER_LEASE_HOOK, new AbortController().signal);
      if (failure !== null) {
        log.add("WARNING", failure, LogSource.AFTER_LEASE_HOOK);
        if (hook.onFailure !== "warn") {
          const words = hook.onFailure === "exit" ? "exit, shutting down" : "endLease";
          const message = `afterLease hook failed (on_failure=${words}): ${failure}`;
          status.change(ExporterStatus.AFTER_LEASE_HOOK_FAILED, message);
          if (hook.onFailure === "exit") return "exit";
        }
      }
    }
    status.change(ExporterStatus.AVAILABLE, "Available for new lease");
    return "done";
  }

  async #run(hook: HookConfig, source: LogSource, signal: AbortSignal): Promise<string | null> {
    const name = source === LogSource.BEFORE_LEASE_HOOK ? "beforeLease" : "afterLease";
    this.#session.log.add("INFO", `Running the ${name} hook`);
    const failure = await runHook(hook, { log: this.#session.log, source, socket: this.#socket, signal });
    if (failure === null) this.#session.log.add("INFO", `The ${name} hook has ended`);
    return failure;
  }
}
