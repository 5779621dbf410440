/**
 * Settings of connections by the names that gRPC's libraries have: `grpcOptions` of a configuration file.
 *
 * @module
 */
import type { ConnectOptions } from "@fluxwire/grpc";
import { ConfigError } from "./config_error.ts";

/** The settings that there are, by upstream's names, with what a connection has without them. */
const DEFAULTS = {
  // Balancers close connections that are silent; Python's exporters ask as often, so servers allow it.
  "grpc.keepalive_time_ms": 20_000,
  "grpc.keepalive_timeout_ms": 180_000,
  // Reports of many devices are long.
  "grpc.max_receive_message_length": 67_108_864,
  "grpc.max_send_message_length": 67_108_864,
} as const;

/** What gRPC's libraries take for no limit. */
const UNLIMITED = 2 ** 31 - 1;

/** What a connection is made with. */
export type ChannelOptions = Required<Pick<ConnectOptions, "keepalive" | "limits">>;

/**
 * The settings of a configuration file.
 *
 * @returns The options of a connection, and the settings that change nothing here.
 * @throws {ConfigError} For a value that is no whole number.
 */
export function channelOptions(
  given: Readonly<Record<string, unknown>>,
): { options: ChannelOptions; unknown: string[] } {
  const value = (name: keyof typeof DEFAULTS): number => {
    const number = Number(given[name] ?? DEFAULTS[name]);
    if (Number.isSafeInteger(number) && number >= -1 && number <= UNLIMITED) return number < 0 ? UNLIMITED : number;
    throw new ConfigError(`grpcOptions.${name}`, `expected a whole number from -1 to ${UNLIMITED}`);
  };
  return {
    options: {
      keepalive: { everyMs: value("grpc.keepalive_time_ms"), timeoutMs: value("grpc.keepalive_timeout_ms") },
      limits: {
        maxReceiveBytes: value("grpc.max_receive_message_length"),
        maxSendBytes: value("grpc.max_send_message_length"),
      },
    },
    unknown: Object.keys(given).filter((name) => !Object.hasOwn(DEFAULTS, name)),
  };
}
