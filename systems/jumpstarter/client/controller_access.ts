/**
 * A controller, as its clients reach it.
 *
 * @module
 */
import type { CallOptions, Client } from "@fluxwire/grpc";
import { channelOptions } from "../config/grpc_options.ts";
import { type Dial, dialer, type TlsConfig } from "../distributed/dial.ts";
import { identityOf } from "../distributed/identity.ts";
import { CONTROLLER } from "../wire/controller.ts";

/** Where a controller is, and which client asks it. */
export interface ControllerAccess {
  /** The controller's HOST:PORT. */
  readonly controller: string;
  /**
   * How the controller and its router are trusted.
   *
   * @default The system's certificates
   */
  readonly tls?: TlsConfig;
  /**
   * Settings of the connections, by the names of gRPC's libraries: `grpc.keepalive_time_ms`, `grpc.keepalive_timeout_ms`,
   * `grpc.max_receive_message_length` and `grpc.max_send_message_length`; others have no effect.
   *
   * @default A ping each 20 s, answered within 180 s, and messages of at most 64 MiB
   */
  readonly grpcOptions?: Readonly<Record<string, unknown>>;
  /** Where the controller keeps the client. */
  readonly namespace: string;
  /** The client's name there. */
  readonly client: string;
  /** The client's token. It goes to the controller only. */
  readonly token: string;
}

/** The calls of a controller. */
export type ControllerCalls = Client<typeof CONTROLLER["methods"]>;

const CALL_MS = 30_000;

/** Connects to a controller for as long as a function runs. */
export async function withController<T>(
  { controller, tls, grpcOptions, namespace, client: name, token }: ControllerAccess,
  signal: AbortSignal | undefined,
  use: (calls: ControllerCalls, options: CallOptions, dial: Dial) => Promise<T>,
): Promise<T> {
  const dial = dialer(tls ?? {}, channelOptions(grpcOptions ?? {}).options);
  const channel = await dial(controller, identityOf({ kind: "Client", namespace, name, token }), signal);
  try {
    return await use(
      channel.client(CONTROLLER),
      { timeoutMs: CALL_MS, ...signal === undefined ? {} : { signal } },
      dial,
    );
  } finally {
    await channel.close();
  }
}
