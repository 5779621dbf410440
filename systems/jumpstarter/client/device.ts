/**
 * A device of an exporter, as a client uses it.
 *
 * @module
 */
import type { Channel } from "@fluxwire/grpc";
import {
  DriverCallRequestSchema,
  StreamingDriverCallRequestSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create, type Value } from "../protobuf.ts";
import { EXPORTER } from "../wire/services.ts";
import { fromValue, toValue } from "../wire/value.ts";
import { type ByteStream, openByteStream } from "./byte_stream.ts";
import type { DeviceReport } from "./device_report.ts";
import { type CalledMethod, failureOfCall } from "./failure_of_call.ts";
import { LentArguments } from "./lent_arguments.ts";
import { ValueStream } from "./value_stream.ts";

/** Options of a call of a device. */
export interface DeviceCallOptions {
  /**
   * Ends the call when it aborts; it then rejects with the signal's reason, and the driver learns of it.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * How long the call may take, in milliseconds; then it fails with `DEADLINE_EXCEEDED`. Drivers may take hours.
   *
   * @default {undefined}
   */
  timeoutMs?: number;
}

/** A device. Its calls fail with a `CallError`, or with a `ConnectionError` if the connection has ended. */
export class Device {
  readonly #channel: Channel;
  /** What the exporter reports of it. */
  readonly report: DeviceReport;
  /** The devices below it, by their names. */
  readonly children: ReadonlyMap<string, Device>;

  /** For this package: see `connect`. */
  constructor(channel: Channel, report: DeviceReport) {
    this.#channel = channel;
    this.report = report;
    this.children = new Map(report.children.map((child) => [child.name, new Device(channel, child)]));
  }

  /**
   * A device below this one.
   *
   * @throws {RangeError} If it has no such child; the text lists its children.
   */
  child(name: string): Device {
    const child = this.children.get(name);
    if (child !== undefined) return child;
    const { path } = this.report;
    const names = [...this.children.keys()].join(", ") || "none";
    throw new RangeError(`Cannot find device ${name} in ${path === "" ? "the root" : path}: its devices are ${names}`);
  }

  /**
   * Calls a method.
   *
   * @param args Plain values, and what `source` and `sink` give, or plain web streams: bytes that are lent to the driver
   * during the call.
   * @returns A plain value, null for a method without a result. Numbers are doubles.
   * @throws {TypeError} For an argument that is no value, with its place.
   */
  async call(method: string, args: readonly unknown[] = [], options: DeviceCallOptions = {}): Promise<unknown> {
    const called = this.#called(method, options);
    using lent = await LentArguments.lend(args, (request) => {
      return this.#open({ ...request, uuid: this.report.uuid }, called);
    });
    try {
      const request = create(DriverCallRequestSchema, {
        uuid: this.report.uuid,
        method,
        args: lent.args.map(toArgument),
      });
      const { result } = await this.#channel.client(EXPORTER).driverCall(request, options);
      await lent.finish();
      return fromValue(result);
    } catch (error) {
      throw await lent.fail(failureOfCall(error, called));
    }
  }

  /**
   * Calls a method that gives values one after the other. Leaving the loop ends the driver's generator; values that are
   * not taken hold it back.
   *
   * @throws {CallError} Where the driver has failed, behind the values before.
   */
  stream(method: string, args: readonly unknown[] = [], options: DeviceCallOptions = {}): ValueStream {
    const called = this.#called(method, options);
    const request = create(StreamingDriverCallRequestSchema, {
      uuid: this.report.uuid,
      method,
      args: args.map(toArgument),
    });
    const responses = this.#channel.client(EXPORTER).streamingDriverCall(request, options);
    return new ValueStream(responses, (error) => failureOfCall(error, called));
  }

  /**
   * Opens a byte stream of the device.
   *
   * @returns The stream, to be closed.
   */
  async bytes(method = "connect", options: { signal?: AbortSignal } = {}): Promise<ByteStream> {
    const request = { kind: "driver", uuid: this.report.uuid, method };
    return (await this.#open(request, this.#called(method, options))).stream;
  }

  #open(request: Readonly<Record<string, unknown>>, called: CalledMethod): ReturnType<typeof openByteStream> {
    const { channel, signal } = called;
    return openByteStream({ channel, request, signal, failure: (error) => failureOfCall(error, called) });
  }

  #called(method: string, { signal }: DeviceCallOptions): CalledMethod {
    return { channel: this.#channel, device: this.report.path, method, signal };
  }
}

function toArgument(value: unknown, index: number): Value {
  return toValue(value, `argument ${index + 1}`);
}
