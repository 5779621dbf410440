/**
 * One service that a host runs: a program that listens on a socket, as DBFlux's configuration declares it
 * (PROTOCOL.md#configuration), with Fluxwire's own settings.
 *
 * @module
 */
import type { RestartPolicy } from "@fluxwire/supervise";
import { DEFAULT_STARTUP_TIMEOUT_MS, type ProcessLimits, type StopOptions } from "@fluxwire/supervise/program";

/** What services speak: a driver's protocol, or an auth provider's. */
export const SERVICE_KINDS = ["driver", "auth_provider"] as const;

/** What a service speaks. */
export type ServiceKind = typeof SERVICE_KINDS[number];

/** What DBFlux starts for a service with arguments and no command (PROTOCOL.md#launch). */
export const DEFAULT_COMMAND = "dbflux-driver-host";

/** One service. Every default is already applied. */
export interface Service {
  /** Its name; for a driver also the socket's. The socket of an auth provider is {@link socketNameOf}. */
  readonly socketId: string;
  /** What it speaks. */
  readonly kind: ServiceKind;
  /** Whether the host starts it. */
  readonly enabled: boolean;
  /** The program, by path or by its name in PATH; null if nothing is started and only an existing listener is used. */
  readonly command: string | null;
  /** Its arguments. */
  readonly args: readonly string[];
  /** Variables added to the host's environment. The values may be secrets: never put them into a message or log. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take to listen, in milliseconds. */
  readonly startupTimeoutMs: number;
  /** The folder it runs in; null for the host's. */
  readonly cwd: string | null;
  /** The SHA-256 of the program's file, 64 lower-case hex digits; null to skip the check. */
  readonly sha256: string | null;
  /** The variable of the host's environment that holds its token; null if it has the token of all. */
  readonly tokenEnv: string | null;
  /** When it is started again. */
  readonly restart: RestartPolicy;
  /** How it is stopped. */
  readonly stop: StopOptions;
  /** What it may use. */
  readonly limits: ProcessLimits;
  /** Whether its frames can be looked at: the host then listens in its place, and forwards. Only of a driver it starts. */
  readonly tap: boolean;
}

/** The required settings of a service; all others have a default. */
export type ServiceSettings = Pick<Service, "socketId"> & Partial<Service>;

/**
 * A service with the default for each missing setting: an enabled driver, nothing to start, 5000 ms to listen, started
 * again always, stopped with the default times, without limits.
 *
 * @example
 * ```ts
 * import { createService } from "./service.ts";
 * import { equal } from "node:assert/strict";
 *
 * const service = createService({ socketId: "planets.sock", command: "/usr/bin/deno" });
 * equal(service.restart, "permanent");
 * equal(service.startupTimeoutMs, 5000);
 * ```
 */
export function createService(settings: ServiceSettings): Service {
  return {
    kind: "driver",
    enabled: true,
    command: null,
    args: [],
    env: {},
    startupTimeoutMs: DEFAULT_STARTUP_TIMEOUT_MS,
    cwd: null,
    sha256: null,
    tokenEnv: null,
    restart: "permanent",
    stop: {},
    limits: {},
    tap: false,
    ...settings,
  };
}

/** The socket of a service: its id; for an auth provider, a longer name with the id (PROTOCOL.md#auth-providers). */
export function socketNameOf({ kind, socketId }: Pick<Service, "kind" | "socketId">): string {
  return kind === "auth_provider" ? `dbflux-auth-provider-${socketId}.sock` : socketId;
}
