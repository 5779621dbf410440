/** A call of each role that shows that a driver answers. */
import { ErrorStorage } from "../generated/apiplant/storage/v1/error_storage_pb.ts";
import { EventStorage } from "../generated/apiplant/storage/v1/event_storage_pb.ts";
import { Hook } from "../generated/apiplant/storage/v1/hook_pb.ts";
import { ModelStorage } from "../generated/apiplant/storage/v1/model_storage_pb.ts";
import { SecureStorage } from "../generated/apiplant/storage/v1/secure_storage_pb.ts";
import type { Caller } from "./caller.ts";
import type { DriverRole } from "./driver_info.ts";

/** Rejects with a `StorageError` if there is no answer. */
export type Ping = (caller: Caller, signal: AbortSignal) => Promise<unknown>;

/** The calls by role. */
export const PINGS: Readonly<Record<DriverRole, Ping>> = {
  event: (caller, signal) => caller.call(EventStorage.method.info, {}, { signal }),
  model: (caller, signal) => caller.call(ModelStorage.method.info, {}, { signal }),
  secure: (caller, signal) => caller.call(SecureStorage.method.info, {}, { signal }),
  error: (caller, signal) => caller.call(ErrorStorage.method.info, {}, { signal }),
  hook: (caller, signal) => caller.call(Hook.method.info, {}, { signal }),
};
