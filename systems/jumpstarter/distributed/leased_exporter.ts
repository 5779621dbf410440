/**
 * An exporter that a controller leases to clients: it registers, serves one lease after the other, and unregisters.
 *
 * @module
 */
import { aborted, onAbort, pause } from "@fluxwire/transport";
import type { Hooks } from "../exporter/lease_hooks.ts";
import { ExporterLog } from "../exporter/log.ts";
import type { NodePlan } from "../exporter/plan.ts";
import { reportsOf } from "../exporter/report.ts";
import { Session } from "../exporter/session.ts";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import { type Assignment, Assignments } from "./assignments.ts";
import type { Controller } from "./controller.ts";
import type { Dial } from "./dial.ts";
import { Lease, type LeaseEnd } from "./lease.ts";
import { Release } from "./release.ts";
import { StatusReports } from "./status_reports.ts";
import type { Timing } from "./timing.ts";

/** What a leased exporter is made of. */
export interface LeasedExporterSetup {
  /** The devices; they are opened for each lease anew. */
  readonly plan: NodePlan;
  /** The exporter's labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What it says to people when they come. */
  readonly motd?: string;
  /** What runs around a lease. */
  readonly hooks: Hooks;
  /** The controller. */
  readonly controller: Controller;
  /** Connects to routers. */
  readonly dial: Dial;
  /** The log of the process. */
  readonly log: ExporterLog;
  /** How long things take. */
  readonly timing: Timing;
  /** Whether the exporter ends with its first lease. */
  readonly exitOnLeaseEnd: boolean;
  /** Learns that the controller knows the exporter. */
  onRegistered(): void;
}

/** What stops a leased exporter. */
export interface StopSignals {
  /** Stops it at once, behind the hook of a lease that runs. */
  readonly now: AbortSignal;
  /** Stops it when no lease runs. */
  readonly afterLease: AbortSignal;
}

/** Why a leased exporter has ended. */
export type ExporterEnd = "stopped" | "leaseEnded" | "hookFailed";

/** An exporter of a controller. */
export class LeasedExporter {
  readonly #uuid = crypto.randomUUID();
  readonly #setup: LeasedExporterSetup;

  /** One that is not registered yet. */
  constructor(setup: LeasedExporterSetup) {
    this.#setup = setup;
  }

  /**
   * Registers, serves leases until it is stopped, and unregisters.
   *
   * @throws What a device's `open` throws, and the status of a controller that is lost or refuses; it is not unregistered
   * then.
   */
  async run(stop: StopSignals): Promise<ExporterEnd> {
    const { controller, log } = this.#setup, serving = new AbortController();
    const reports = new StatusReports(controller, log, serving.signal);
    try {
      await this.#register(stop.now);
      const end = await this.#serve(stop, reports, serving.signal);
      await this.#leave(reports, serving);
      return end;
    } catch (error) {
      if (!stop.now.aborted) throw error;
      return "stopped";
    } finally {
      serving.abort();
      await controller.close();
    }
  }

  async #register(signal: AbortSignal): Promise<void> {
    const { plan, controller, log, labels } = this.#setup;
    const echo = new ExporterLog(({ severity, message, source }) => log.add(severity, message, source));
    await using session = await Session.open(plan, echo, { uuid: this.#uuid, labels: { ...labels } });
    await controller.register(reportsOf(session.tree.root), signal);
    this.#setup.onRegistered();
  }

  async #serve(stop: StopSignals, reports: StatusReports, serving: AbortSignal): Promise<ExporterEnd> {
    const { controller, log, timing: { betweenLeasesMs } } = this.#setup;
    const release = new Release(controller, log);
    reports.report(ExporterStatus.AVAILABLE, "Exporter registered and available");
    await Promise.race([reports.settled(), aborted(stop.now)]);
    const assignments = new Assignments();
    this.#watch(assignments, AbortSignal.any([stop.now, serving]));
    const isWanted = (): boolean => !stop.now.aborted && !stop.afterLease.aborted;
    for (const signal of [stop.now, stop.afterLease]) onAbort(signal, () => assignments.wake());
    for (let last: Assignment | null = null;;) {
      const assignment: Assignment | null = await assignments.next(last, isWanted);
      if (assignment === null) return "stopped";
      log.add("INFO", `Leased to ${assignment.client || "a client"} as ${assignment.name}`);
      const setup = { ...this.#setup, uuid: this.#uuid, reports, release, signal: stop.now };
      const end = await this.#lease(
        new Lease(setup, assignment.name, assignment.client),
        assignment,
        assignments,
        stop,
      );
      log.add("INFO", `Lease ${assignment.name} is over`);
      if (end === "exit") return "hookFailed";
      if (this.#setup.exitOnLeaseEnd) return "leaseEnded";
      await pause(betweenLeasesMs, { signal: stop.now });
      last = assignment;
    }
  }

  /** Serves a lease until it is over. */
  async #lease(
    lease: Lease,
    assignment: Assignment,
    assignments: Assignments,
    stop: StopSignals,
  ): Promise<LeaseEnd> {
    const over = new AbortController();
    Promise.race([assignments.gone(assignment), aborted(stop.now, over.signal)]).then(() => lease.end());
    try {
      return await lease.finished;
    } finally {
      over.abort();
    }
  }

  /** Takes the controller's messages. */
  async #watch(assignments: Assignments, signal: AbortSignal): Promise<void> {
    try {
      for await (const status of this.#setup.controller.statuses(signal)) assignments.update(status);
    } catch (error) {
      assignments.fail(error);
    }
  }

  /** Says that the exporter leaves; a controller that does not answer is not waited for long. */
  async #leave(reports: StatusReports, serving: AbortController): Promise<void> {
    const { controller, log, timing: { unregisterMs } } = this.#setup;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), unregisterMs);
    try {
      await Promise.race([reports.settled(), aborted(late.signal)]);
      serving.abort();
      await controller.reportStatus(
        { status: ExporterStatus.OFFLINE, message: "Exporter shutting down" },
        late.signal,
      );
      await controller.unregister("Exporter shutdown", late.signal);
      log.add("INFO", "Unregistered from the controller");
    } catch (error) {
      const text = late.signal.aborted ? `no answer within ${unregisterMs} ms` : (error as Error).message;
      log.add("ERROR", `Cannot unregister: ${text}`);
    } finally {
      clearTimeout(timer);
    }
  }
}
