/**
 * A client of Jumpstarter's exporters, in Python or TypeScript.
 *
 * @example The devices of an exporter
 * ```ts no-run
 * import { connect } from "@fluxwire/jumpstarter/client";
 *
 * await using exporter = await connect();
 * await exporter.device("power").call("on");
 * for await (const reading of exporter.device("power").stream("read")) console.log(reading);
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
export { type ResourceOptions, Sink, sink, Source, source } from "./resource.ts";
export { ValueStream } from "./value_stream.ts";
export { type Encoding, ENCODINGS } from "../wire/names.ts";
