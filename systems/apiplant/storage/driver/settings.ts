/** Which driver the settings of a storage name. */
import { createService, findConfiguration, findService, readConfiguration, type Service } from "@fluxwire/host";
import type { OwnSettings } from "../../server/own_settings.ts";
import { StorageError } from "../roles.ts";
import type { DriverSettings } from "./driver_host.ts";
import { DriverLink } from "./link.ts";
import { useDriver } from "./shared_hosts.ts";

/** What stands for the name of the socket in a command. */
const PLACEHOLDER = "{socket}";

/**
 * Opens a session of the driver that `service`, `command` or `socket` names.
 *
 * @param role The storage that it is for, in messages.
 * @throws {StorageError} `invalid` if not one of them is given, or no such service is known; `unavailable` if the driver, or
 * a session of it, does not start.
 */
export async function linkFrom(settings: OwnSettings, role: string, warn: (text: string) => void): Promise<DriverLink> {
  const named = await serviceFrom(settings, role);
  const token = settings.optional("token"), timeoutMs = settings.milliseconds("timeout", 10_000);
  const values = settings.table("values"), env = settings.table("env");
  const service = { ...named.service, env: { ...named.service.env, ...env } };
  // The socket of a command is a new one each time.
  const key = JSON.stringify([named.anyOwner ? service.command : service.socketId, named.written, env, token]);
  const use = await useDriver(key, { service, label: named.label, anyOwner: named.anyOwner, token, warn });
  return await DriverLink.open({ use, values, timeoutMs });
}

type Named = Pick<DriverSettings, "service" | "label" | "anyOwner"> & {
  /** The arguments as they are written. */
  readonly written: readonly string[];
};

async function serviceFrom(settings: OwnSettings, role: string): Promise<Named> {
  const service = settings.optional("service"), socket = settings.optional("socket");
  const command = settings.texts("command"), config = settings.optional("config");
  if ([service, socket, command].filter((one) => one !== null).length !== 1) {
    throw new StorageError(
      "invalid",
      "A storage of the kind driver needs one of: `service`, a driver of the host's configuration; `command`, the words of " +
        'a command that starts one, such as ["my-driver", "--socket", "{socket}"]; `socket`, where one listens already',
    );
  }
  if (socket !== null) {
    return { service: createService({ socketId: socket }), label: socket, anyOwner: false, written: [] };
  }
  if (service !== null) {
    const found = await configured(service, config);
    return { service: found, label: service, anyOwner: false, written: found.args };
  }
  const [program, ...args] = command!;
  if (program === undefined) throw new StorageError("invalid", "`command` is empty: it must name a program");
  const socketId = `apiplant-${role}-${crypto.randomUUID()}`;
  const words = args.some((word) => word.includes(PLACEHOLDER)) ? args : [...args, "--socket", PLACEHOLDER];
  return {
    service: createService({
      socketId,
      command: program,
      args: words.map((word) => word.replaceAll(PLACEHOLDER, socketId)),
      startupTimeoutMs: settings.milliseconds("start-timeout", 30_000),
    }),
    label: `of the ${role} storage`,
    anyOwner: true,
    written: words,
  };
}

async function configured(name: string, file: string | null): Promise<Service> {
  try {
    return findService(file === null ? await findConfiguration() : await readConfiguration(file), name);
  } catch (cause) {
    throw new StorageError("invalid", (cause as Error).message, { cause });
  }
}
