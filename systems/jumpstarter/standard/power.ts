/**
 * Power supplies.
 *
 * @module
 */
import { onAbort } from "@fluxwire/transport";
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { call, type Method, type MethodContext, stream } from "../device/method.ts";
import { t } from "../device/t.ts";
import { fetched, withoutSecrets } from "./fetched.ts";
import { killGroup } from "./kill_group.ts";

const CLIENT = "jumpstarter_driver_power.client.PowerClient";

/** What a supply gives at one moment. */
export interface PowerReading {
  /** In volts. */
  readonly voltage: number;
  /** In amperes. */
  readonly current: number;
}

/** What every power supply does. */
export interface PowerMethods {
  /** Switches on. */
  on(context: MethodContext): Promise<void> | void;
  /** Switches off. */
  off(context: MethodContext): Promise<void> | void;
  /** Measures. */
  read(context: MethodContext): AsyncIterable<PowerReading> | Iterable<PowerReading>;
}

/** The methods of the interface, by what does them. */
export function powerMethods(power: PowerMethods): Record<"on" | "off" | "read", Method> {
  return {
    on: call([], (context) => power.on(context), "Power on the device"),
    off: call([], (context) => power.off(context), "Power off the device"),
    read: stream([], (context) => power.read(context), "Stream power readings"),
  };
}

/** A supply that remembers whether it is on: what upstream's MockPower is. */
export const mockPower: Device = defineDevice({
  name: "power",
  clientClass: CLIENT,
  description: "A power supply that is not real",
  open(_, { log }) {
    return {
      methods: powerMethods({
        on: () => log.info("power on"),
        off: () => log.info("power off"),
        *read() {
          yield { voltage: 0, current: 0 };
          yield { voltage: 5, current: 2 };
        },
      }),
    };
  },
}) as Device;

/** A supply that is switched by requests of HTTP. */
export const httpPower: Device = defineDevice({
  name: "power",
  clientClass: CLIENT,
  description: "A power supply that is switched by HTTP",
  config: {
    on: t.string(),
    off: t.string(),
    read: t.optional(t.string()),
    method: t.default(t.enum(["GET", "POST", "PUT"]), "GET"),
    headers: t.default(t.map(t.string()), {}),
    timeout: t.default(t.number(), 10),
  },
  open({ on, off, read, method, headers, timeout }) {
    const ask = async (url: string, signal: AbortSignal): Promise<string> => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout * 1_000)]);
      const response = await fetched(url, { method, headers, signal: limit });
      const text = await response.text();
      if (response.ok) return text;
      throw new DeviceError(
        "DeviceFailed",
        `${method} ${withoutSecrets(url)} answered ${response.status}: ${text.slice(0, 200)}`,
      );
    };
    return {
      methods: powerMethods({
        on: async ({ signal }) => void await ask(on, signal),
        off: async ({ signal }) => void await ask(off, signal),
        async *read({ signal }) {
          if (read === undefined) throw new DeviceError("NotImplemented", "this supply has no url to read from");
          yield readingOf(await ask(read, signal));
        },
      }),
    };
  },
}) as Device;

/** A supply that is switched by commands of a shell, such as those of a relay. */
export const commandPower: Device = defineDevice({
  name: "power",
  clientClass: CLIENT,
  description: "A power supply that is switched by commands",
  config: { on: t.string(), off: t.string(), read: t.optional(t.string()), timeout: t.default(t.number(), 30) },
  open({ on, off, read, timeout }) {
    const run = async (script: string, signal: AbortSignal): Promise<string> => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout * 1_000)]);
      limit.throwIfAborted();
      // What the shell has started holds its output open: the group ends, not the shell alone.
      const child = new Deno.Command("/bin/sh", {
        args: ["-c", script],
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        detached: true,
      }).spawn();
      using _listening = onAbort(limit, () => killGroup(child.pid));
      const { success, code, stdout, stderr } = await child.output();
      limit.throwIfAborted();
      if (success) return new TextDecoder().decode(stdout);
      const words = new TextDecoder().decode(stderr).trim().slice(0, 500);
      throw new DeviceError(
        "DeviceFailed",
        `the command ended with exit code ${code}${words === "" ? "" : `: ${words}`}`,
      );
    };
    return {
      methods: powerMethods({
        on: async ({ signal }) => void await run(on, signal),
        off: async ({ signal }) => void await run(off, signal),
        async *read({ signal }) {
          if (read === undefined) throw new DeviceError("NotImplemented", "this supply has no command to read with");
          yield readingOf(await run(read, signal));
        },
      }),
    };
  },
}) as Device;

const reading = t.object({ voltage: t.number(), current: t.number() });

function readingOf(text: string): PowerReading {
  try {
    return reading.check(JSON.parse(text));
  } catch (cause) {
    const problem = (cause as Error).message;
    throw new DeviceError("DeviceFailed", `the supply's answer is no {"voltage": V, "current": A}: ${problem}`, {
      cause,
    });
  }
}
