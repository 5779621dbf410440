import { channelOptions } from "../config/grpc_options.ts";

/** Names the settings of gRPC's libraries in a file that change nothing here. */
export function warnOfUnknown(grpcOptions: Readonly<Record<string, unknown>>, file: string): void {
  const { unknown } = channelOptions(grpcOptions);
  if (unknown.length === 0) return;
  console.error(`Warning: grpcOptions of ${file} has settings without effect: ${unknown.join(", ")}`);
}
