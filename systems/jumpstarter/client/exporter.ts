/**
 * An exporter that a client is connected to.
 *
 * @module
 */
import type { Channel, Client } from "@fluxwire/grpc";
import { ExporterStatus, LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import {
  EndSessionRequestSchema,
  type GetReportResponse,
  GetStatusRequestSchema,
  ResetRequestSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create, EmptySchema } from "../protobuf.ts";
import { EXPORTER } from "../wire/services.ts";
import { Device } from "./device.ts";
import type { DeviceReport } from "./device_report.ts";
import { failureOfCall } from "./failure_of_call.ts";

/** What an exporter is doing. */
export interface Status {
  /** One of the names of ExporterStatus, such as `LEASE_READY`. */
  readonly status: string;
  /** More about it; often empty. */
  readonly message: string;
  /** Counts the changes. */
  readonly version: number;
  /** What it did before; null before the first change. */
  readonly previous: string | null;
}

/** A line of an exporter's log. */
export interface LogRecord {
  /** A level of Python: `DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`. */
  readonly severity: string;
  /** Its text. */
  readonly message: string;
  /** Where it is from: `DRIVER`, `BEFORE_LEASE_HOOK`, `AFTER_LEASE_HOOK`, or `SYSTEM` for all else. */
  readonly source: string;
}

/** Options of a call. */
export interface ExporterCallOptions {
  /**
   * Ends the call when it aborts, which then rejects with its reason.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * How long an answer may take, in milliseconds.
   *
   * @default {5000}
   */
  timeoutMs?: number;
}

const ANSWER_MS = 5_000;

/** A connected exporter, with its tree of devices. */
export class Exporter implements AsyncDisposable {
  readonly #channel: Channel;
  /** The exporter's uuid. */
  readonly uuid: string;
  /** The exporter's labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** A message for users; empty from most exporters. */
  readonly motd: string;
  /** The device at the root of the tree. */
  readonly root: Device;

  /** For this package: see `connect`. */
  constructor(channel: Channel, { uuid, labels, motd }: GetReportResponse, root: DeviceReport) {
    this.#channel = channel;
    this.uuid = uuid;
    this.labels = labels;
    this.motd = motd;
    this.root = new Device(channel, root);
  }

  /** Resolves when the connection has ended: with null after `close` or the exporter's orderly end, else the reason. */
  get closed(): Promise<Error | null> {
    return this.#channel.closed;
  }

  /**
   * A device by the names from the root, with dots between them; empty for the root.
   *
   * @throws {RangeError} If the exporter has no such device; the text lists those near it.
   */
  device(path: string): Device {
    return path === "" ? this.root : path.split(".").reduce((device, name) => device.child(name), this.root);
  }

  /** What the exporter is doing. */
  async status(options: ExporterCallOptions = {}): Promise<Status> {
    const request = create(GetStatusRequestSchema);
    const answer = await this.#call("GetStatus", options, (client, own) => client.getStatus(request, own));
    const { status, message, statusVersion, previousStatus } = answer;
    return {
      status: statusName(status),
      message: message ?? "",
      version: Number(statusVersion),
      previous: previousStatus === undefined ? null : statusName(previousStatus),
    };
  }

  /** Resets every device. */
  async reset(options: ExporterCallOptions = {}): Promise<void> {
    await this.#call("Reset", options, (client, own) => client.reset(create(ResetRequestSchema), own));
  }

  /**
   * Ends the session before its lease ends.
   *
   * @returns Whether there was one to end, and the exporter's text.
   */
  async endSession(options: ExporterCallOptions = {}): Promise<{ success: boolean; message: string }> {
    const request = create(EndSessionRequestSchema);
    const answer = await this.#call("EndSession", options, (client, own) => client.endSession(request, own));
    return { success: answer.success, message: answer.message ?? "" };
  }

  /**
   * The exporter's log, from the records it has kept; it goes on until the signal aborts, the loop is left, or the
   * connection ends.
   *
   * @throws {CallError} If the exporter refuses it.
   */
  async *logs({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<LogRecord> {
    try {
      for await (const record of this.#channel.client(EXPORTER).logStream(create(EmptySchema), { signal })) {
        yield { severity: record.severity, message: record.message, source: sourceName(record.source) };
      }
    } catch (error) {
      if (signal?.aborted) return;
      throw failureOfCall(error, { channel: this.#channel, device: "", method: "LogStream", signal });
    }
  }

  /** Ends the connection and all that runs on it. */
  async close(): Promise<void> {
    await this.#channel.close();
  }

  /** Ends the connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #call<T>(
    method: string,
    { signal, timeoutMs = ANSWER_MS }: ExporterCallOptions,
    call: (client: Client<typeof EXPORTER.methods>, options: { signal?: AbortSignal; timeoutMs: number }) => Promise<T>,
  ): Promise<T> {
    try {
      return await call(this.#channel.client(EXPORTER), { signal, timeoutMs });
    } catch (error) {
      throw failureOfCall(error, { channel: this.#channel, device: "", method, signal });
    }
  }
}

function statusName(status: ExporterStatus): string {
  return ExporterStatus[status] ?? String(status);
}

function sourceName(source: LogSource | undefined): string {
  const isKnown = source !== undefined && source !== LogSource.UNSPECIFIED && source in LogSource;
  return isKnown ? LogSource[source] : LogSource[LogSource.SYSTEM];
}
