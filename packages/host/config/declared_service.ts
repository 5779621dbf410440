/**
 * A declared service, from either kind of file: its settings read, checked and completed by defaults.
 *
 * @module
 */
import { ConnectionError, MAX_TIMER_MS, socketAddress } from "@fluxwire/transport";
import { createService, type Service, type ServiceKind, type ServiceSettings, socketNameOf } from "../service.ts";
import { type Dialect, launchCommand } from "./launch_command.ts";
import { present } from "./own_settings.ts";
import type { Setting } from "./setting.ts";

/** What DBFlux 0.5 and later accepts as a name (PROTOCOL.md#sockets). */
const SOCKET_ID = /^[A-Za-z0-9._-]+$/;

/** What was declared of a service. */
export interface DeclaredService {
  /** Its name. */
  socketId: Setting;
  /** Its program. */
  command: Setting;
  /** How long it may take to listen. */
  startupTimeoutMs: Setting;
  /** Whether it is to be started. */
  enabled: boolean | undefined;
  /** Its arguments; null if one of them is wrong. */
  args: readonly string[] | null;
  /** Its environment, without what is wrong. */
  env: Readonly<Record<string, string>>;
  /** The other settings. */
  own: Partial<ServiceSettings>;
}

/**
 * The service, with every default. Whether it can be used depends on what was reported on the way.
 *
 * @returns Null if it has no name.
 */
export function declaredService(declared: DeclaredService, dialect: Dialect): Service | null {
  const { enabled, env, own } = declared;
  const kind = own.kind ?? "driver";
  const startupTimeoutMs = declared.startupTimeoutMs.orNull.integer(1, MAX_TIMER_MS);
  const declaredCommand = declared.command.orNull.text() ?? null;
  const socketId = readSocketId(declared.socketId, kind, dialect);
  if (socketId === undefined) return null;
  const service = createService({ ...own, ...present({ enabled, startupTimeoutMs }), socketId, env });
  // What the command means depends on the arguments.
  if (declared.args === null) return service;
  const { args } = declared;
  const launch = launchCommand({ socketId, kind, command: declaredCommand, args }, dialect);
  if ("command" in launch) return { ...service, args, command: launch.command };
  declared.command.refuse(launch.problem);
  return service;
}

function readSocketId(setting: Setting, kind: ServiceKind, dialect: Dialect): string | undefined {
  const socketId = setting.required.text();
  if (socketId === undefined) return undefined;
  if (dialect === "database-0.5" && socketId !== "" && !SOCKET_ID.test(socketId)) {
    setting.refuse('DBFlux takes only letters, numbers, ".", "_" and "-"; choose another name');
  }
  try {
    socketAddress(socketNameOf({ kind, socketId }));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    setting.refuse(error.message);
  }
  return socketId;
}

/** Why a variable's name is invalid; null if it is valid. The name is not shown: part of it may be the value. */
export function variableProblem(name: string): string | null {
  return /^[^=\0]+$/.test(name) ? null : "the name of a variable is empty, or has = or NUL in it";
}
