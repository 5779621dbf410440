/**
 * Reports statuses to a controller without holding up the lease: one at a time, the latest of those that wait.
 *
 * @module
 */
import type { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import type { StatusText } from "../exporter/lease_hooks.ts";
import type { ExporterLog } from "../exporter/log.ts";
import type { Controller } from "./controller.ts";

/** The reports of an exporter. */
export class StatusReports {
  readonly #controller: Pick<Controller, "reportStatus">;
  readonly #log: ExporterLog;
  readonly #signal: AbortSignal;
  #waiting: StatusText | null = null;
  #sending: Promise<void> | null = null;

  /** Nothing is reported yet; the signal ends tries that go on. */
  constructor(controller: Pick<Controller, "reportStatus">, log: ExporterLog, signal: AbortSignal) {
    this.#controller = controller;
    this.#log = log;
    this.#signal = signal;
  }

  /** Reports a status, in place of one that still waits. */
  report(status: ExporterStatus, message: string): void {
    this.#waiting = { status, message };
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let next = this.#waiting; next !== null && !this.#signal.aborted; next = this.#waiting) {
      this.#waiting = null;
      try {
        await this.#controller.reportStatus(next, this.#signal);
      } catch (error) {
        if (!this.#signal.aborted) this.#log.add("ERROR", `Cannot report the status: ${(error as Error).message}`);
      }
    }
    this.#sending = null;
  }
}
