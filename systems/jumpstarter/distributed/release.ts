/**
 * Ends a lease at its controller, which may be one that takes this from clients only.
 *
 * @module
 */
import { type GrpcCode, GrpcError } from "@fluxwire/grpc";
import type { ExporterLog } from "../exporter/log.ts";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import type { Controller } from "./controller.ts";

/** With these an older controller says that exporters may not release. */
const NOT_FOR_EXPORTERS: ReadonlySet<GrpcCode> = new Set([
  "PERMISSION_DENIED",
  "INVALID_ARGUMENT",
  "UNAUTHENTICATED",
  "UNIMPLEMENTED",
]);

/** Releases leases; what fails is logged, as the lease then ends when its time is up. */
export class Release {
  readonly #controller: Pick<Controller, "releaseLease" | "reportStatus">;
  readonly #log: ExporterLog;
  #isByStatus = false;

  /** The controller is asked the newer way first. */
  constructor(controller: Pick<Controller, "releaseLease" | "reportStatus">, log: ExporterLog) {
    this.#controller = controller;
    this.#log = log;
  }

  /**
   * Releases a lease.
   *
   * @param status The last one. An exporter that is released while it is AVAILABLE could lose the next lease.
   */
  async release(name: string, status: ExporterStatus, signal: AbortSignal): Promise<void> {
    try {
      if (!this.#isByStatus && await this.#isReleased(name, signal)) return;
      this.#isByStatus = true;
      const busy = status === ExporterStatus.AVAILABLE ? ExporterStatus.AFTER_LEASE_HOOK : status;
      const message = "Lease released by its exporter";
      await this.#controller.reportStatus({ status: busy, message, releaseLease: true }, signal);
    } catch (error) {
      if (!signal.aborted) this.#log.add("WARNING", `Cannot release lease ${name}: ${(error as Error).message}`);
    }
  }

  async #isReleased(name: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#controller.releaseLease(name, signal);
      return true;
    } catch (error) {
      if (error instanceof GrpcError && NOT_FOR_EXPORTERS.has(error.code)) return false;
      throw error;
    }
  }
}
