/**
 * A client of Jumpstarter's exporters, in Python or TypeScript.
 *
 * @example The devices of an exporter
 * ```ts
 * import { deepEqual } from "node:assert/strict";
 * import { defineDevice, serve, stream } from "@fluxwire/jumpstarter";
 * import { connect } from "@fluxwire/jumpstarter/client";
 *
 * const meter = defineDevice({ name: "meter", open: () => ({ methods: { read: stream([], () => [1.5, 2]) } }) });
 * await using served = await serve(meter);
 *
 * await using exporter = await connect({
 *   endpoint: { address: `unix:${served.socket}`, tls: null, passphrase: null },
 * });
 * deepEqual(await Array.fromAsync(exporter.root.stream("read")), [1.5, 2]);
 * ```
 *
 * @module
 */
export { type ClientTls, type Duplex, GRPC_STATUS, type GrpcCode } from "@fluxwire/grpc";
export { ByteStream } from "./byte_stream.ts";
export { CallError } from "./call_error.ts";
export { connect, type ConnectOptions } from "./connect.ts";
export { Device, type DeviceCallOptions } from "./device.ts";
export type { DeviceReport } from "./device_report.ts";
export { addressOf, type Endpoint, endpointOf, type Read } from "./endpoint.ts";
export { Exporter, type ExporterCallOptions, type LogRecord, type Status } from "./exporter.ts";
export { type Forward, type ForwardOptions, forwardTcp, forwardUnix } from "./forward.ts";
export type { ControllerAccess } from "./controller_access.ts";
export { connectLease, forwardLease, type LeaseOptions, type ReadyOptions } from "./lease.ts";
export { type Lease, type LeaseRequest, requestLease } from "./request_lease.ts";
export { type ResourceOptions, Sink, sink, Source, source } from "./resource.ts";
export { HookFailed, untilReady, type UntilReadyOptions } from "./until_ready.ts";
export { ValueStream } from "./value_stream.ts";
export type { TlsConfig } from "../distributed/dial.ts";
export { type Encoding, ENCODINGS } from "../wire/names.ts";
