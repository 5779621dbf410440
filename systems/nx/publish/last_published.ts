/**
 * What drivers have published last, for those who look at a host: devices, their endpoints, variables and values.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { MASK } from "@fluxwire/transport/secrets";
import type { PublishRecord, Sink } from "./record.ts";

/** An endpoint, as it was published. */
export interface ShownEndpoint {
  readonly key: string;
  readonly name: string;
  /** `switch`, `dimmer`, ... */
  readonly controlType: string;
  /** What a command's payload must be, as JSON; empty if that is not known, or too long. */
  readonly schema: string;
}

/** A variable, with its last value. */
export interface ShownVariable {
  readonly key: string;
  readonly type: string;
  readonly unit: string;
  /** Its value as JSON, cut after 200 characters; null before the first one. That of a password is not shown. */
  readonly value: string | null;
  /** `GOOD`, or what the driver says. */
  readonly quality: string;
}

/** A device, as far as its driver has published it. */
export interface ShownDevice {
  readonly deviceId: string;
  readonly displayName: string;
  readonly deviceType: string;
  /** Its state as JSON, cut after 2,000 characters; null if none was published. */
  readonly state: string | null;
  readonly endpoints: readonly ShownEndpoint[];
  readonly variables: readonly ShownVariable[];
}

/** How many devices are kept; those that have published nothing for longest go first. */
const MAX_DEVICES = 4_096;
/** How many endpoints and variables of a device are kept. */
const MAX_MEMBERS = 256;
const MAX_VALUE = 200, MAX_STATE = 2_000, MAX_SCHEMA = 16_384;

/** Keeps the last of each, for any number of readers; a slow one gets the latest, never all. */
export class LastPublished implements Sink {
  /** Its name. */
  readonly name = "last";
  readonly #devices = new Map<string, ShownDevice>();
  readonly #readers = new Set<Reader>();

  /** Takes a record; whether it can be published is for the other sinks to say. */
  publish(record: PublishRecord): Promise<void> {
    const { deviceId } = record.message, before = this.#devices.get(deviceId) ?? unknown(deviceId);
    const device = changed(before, record);
    if (device === null) return Promise.resolve();
    this.#devices.delete(deviceId);
    this.#devices.set(deviceId, device);
    const [oldest] = this.#devices.keys();
    if (this.#devices.size > MAX_DEVICES) this.#devices.delete(oldest!);
    for (const reader of this.#readers) reader.add(device);
    return Promise.resolve();
  }

  /** All devices, then those that have changed, in the order of their changes, until the signal aborts. */
  async *changes(signal: AbortSignal): AsyncGenerator<readonly ShownDevice[]> {
    const reader = new Reader();
    this.#readers.add(reader);
    try {
      yield [...this.#devices.values()];
      while (!signal.aborted) {
        const devices = reader.take();
        if (devices.length > 0) yield devices;
        else await reader.arrival(signal);
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  /** Nothing waits to be written. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** What one reader has not yet taken: each device once. */
class Reader {
  readonly #devices = new Map<string, ShownDevice>();
  #wake: () => void = () => {};

  add(device: ShownDevice): void {
    this.#devices.set(device.deviceId, device);
    if (this.#devices.size > MAX_DEVICES) this.#devices.delete(this.#devices.keys().next().value!);
    this.#wake();
  }

  take(): ShownDevice[] {
    const taken = [...this.#devices.values()];
    this.#devices.clear();
    return taken;
  }

  async arrival(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    using _listening = onAbort(signal, resolve);
    if (this.#devices.size > 0) resolve();
    await promise;
  }
}

function unknown(deviceId: string): ShownDevice {
  return { deviceId, displayName: "", deviceType: "", state: null, endpoints: [], variables: [] };
}

/** The device after a record; null if nothing that is shown has changed. */
function changed(device: ShownDevice, { call, message }: PublishRecord): ShownDevice | null {
  switch (call) {
    case "UpsertDevice":
      return { ...device, displayName: message.displayName, deviceType: message.deviceType };
    case "UpsertEndpoints": {
      const endpoints = message.endpoints.slice(0, MAX_MEMBERS).map((endpoint) => ({
        key: endpoint.key,
        name: endpoint.name,
        controlType: endpoint.controlType || endpoint.type,
        schema: endpoint.valueSchema.length > MAX_SCHEMA ? "" : textOf(endpoint.valueSchema),
      }));
      return { ...device, endpoints };
    }
    case "UpsertVariables": {
      const variables = message.variables.slice(0, MAX_MEMBERS).map(({ key, type, unit }) => {
        const { value = null, quality = "" } = device.variables.find((one) => one.key === key) ?? {};
        return { key, type, unit, value: value === null ? null : shownValue(type, value), quality };
      });
      return { ...device, variables };
    }
    case "PublishState":
      return { ...device, state: cut(textOf(message.state), MAX_STATE) };
    case "PublishVariable":
      return withValue(device, message);
    case "PublishEvent":
      return null;
  }
}

function withValue(
  device: ShownDevice,
  { key, value, quality }: { key: string; value: Uint8Array; quality: string },
): ShownDevice {
  const known = device.variables.find((one) => one.key === key) ?? { key, type: "", unit: "" };
  const next = { ...known, value: shownValue(known.type, cut(textOf(value), MAX_VALUE)), quality };
  const isNew = !device.variables.some((one) => one.key === key);
  if (isNew && device.variables.length >= MAX_MEMBERS) return device;
  const variables = isNew ? [...device.variables, next] : device.variables.map((one) => one.key === key ? next : one);
  return { ...device, variables };
}

function shownValue(type: string, value: string): string {
  return type === "Password" ? JSON.stringify(MASK) : value;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function cut(text: string, max: number): string {
  const characters = text.length > max ? [...text.slice(0, 2 * max)] : [];
  return characters.length > max ? `${characters.slice(0, max).join("")}…` : text;
}
