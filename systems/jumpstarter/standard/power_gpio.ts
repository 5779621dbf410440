/**
 * Power supplies behind a line of a GPIO chip.
 *
 * @module
 */
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { t } from "../device/t.ts";
import { powerMethods } from "./power.ts";

/**
 * A relay behind a line that `gpioset` drives. The kernel lets a line go with the program that set it: the program of the
 * last switching runs until the next one, and until the session ends.
 */
export const gpioPower: Device = defineDevice({
  name: "power",
  clientClass: "jumpstarter_driver_power.client.PowerClient",
  description: "A power supply behind a GPIO line",
  config: {
    chip: t.string(),
    line: t.integer(),
    active_low: t.default(t.boolean(), false),
    program: t.default(t.string(), "gpioset"),
    settle: t.default(t.number(), 0.2),
  },
  open({ chip, line, active_low, program, settle }, { log }) {
    let held: Held | null = null;
    const set = async (value: 0 | 1, signal: AbortSignal): Promise<void> => {
      const args = argumentsOf(await majorVersion(program), { chip, line, value, isActiveLow: active_low });
      await held?.release();
      held = await Held.set(program, args, settle * 1_000, signal);
      log.info(`line ${line} of ${chip} is ${value}`);
    };
    return {
      methods: powerMethods({
        on: ({ signal }) => set(1, signal),
        off: ({ signal }) => set(0, signal),
        read() {
          throw new DeviceError("NotImplemented", "a GPIO line measures nothing");
        },
      }),
      close: async () => await held?.release(),
    };
  },
}) as Device;

interface Line {
  readonly chip: string;
  readonly line: number;
  readonly value: 0 | 1;
  readonly isActiveLow: boolean;
}

/** Version 1 sets and ends unless it is to wait; version 2 waits for a signal. */
function argumentsOf(version: number, { chip, line, value, isActiveLow }: Line): string[] {
  const own = version < 2 ? ["--mode=signal", chip] : ["-c", chip];
  return [...isActiveLow ? ["--active-low"] : [], ...own, `${line}=${value}`];
}

async function majorVersion(program: string): Promise<number> {
  let text: string;
  try {
    const { stdout } = await new Deno.Command(program, { args: ["--version"], stdin: "null" }).output();
    text = new TextDecoder().decode(stdout);
  } catch (cause) {
    const problem = (cause as Error).message;
    throw new DeviceError("DeviceFailed", `Cannot run ${program}: ${problem}; install the package gpiod`, { cause });
  }
  const [, major] = /v(\d+)\./.exec(text) ?? [];
  if (major === undefined) throw new DeviceError("DeviceFailed", `${program} --version names no version of libgpiod`);
  return Number(major);
}

/** A program that holds a line. */
class Held {
  readonly #child: Deno.ChildProcess;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
  }

  /** Starts it. One that still runs after a time holds its line: it says nothing when it has set it. */
  static async set(program: string, args: string[], settleMs: number, signal: AbortSignal): Promise<Held> {
    signal.throwIfAborted();
    const child = new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "piped" }).spawn();
    const held = new Held(child), problems = new Response(child.stderr).text();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settled = new Promise<null>((resolve) => timer = setTimeout(() => resolve(null), settleMs));
    const status = await Promise.race([child.status, settled]);
    clearTimeout(timer);
    if (status === null) {
      problems.catch(() => {});
      return held;
    }
    throw new DeviceError("DeviceFailed", `${program} ended with exit code ${status.code}: ${(await problems).trim()}`);
  }

  /** Lets the line go. */
  async release(): Promise<void> {
    try {
      this.#child.kill("SIGTERM");
    } catch { /* It has ended. */ }
    await this.#child.status;
  }
}
