/**
 * What an exporter is doing, as clients ask for it.
 *
 * @module
 */
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";

/** The status of an exporter, with the number of its changes. */
export class StatusCell {
  #status: ExporterStatus;
  #previous: ExporterStatus | null = null;
  #message: string;
  #version = 0;

  /** The first status, which is no change. */
  constructor(status: ExporterStatus, message: string) {
    this.#status = status;
    this.#message = message;
  }

  /** What it is doing. */
  get status(): ExporterStatus {
    return this.#status;
  }

  /** What it was doing before; null before the first change. */
  get previous(): ExporterStatus | null {
    return this.#previous;
  }

  /** More about it. */
  get message(): string {
    return this.#message;
  }

  /** How many times it changed. */
  get version(): number {
    return this.#version;
  }

  /** Changes it. */
  change(status: ExporterStatus, message: string): void {
    this.#previous = this.#status;
    this.#status = status;
    this.#message = message;
    this.#version++;
  }
}

/** The name of a status without the enum's prefix. */
export function statusName(status: ExporterStatus): string {
  return ExporterStatus[status] ?? String(status);
}
