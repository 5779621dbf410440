/**
 * Devices that tests drive.
 *
 * @module
 */
import { DeviceError } from "../../device/device_error.ts";
import { defineDevice, type Device } from "../../device/define_device.ts";
import { bytes, call, stream } from "../../device/method.ts";
import { t } from "../../device/t.ts";

/** What a generator of {@link prober} has seen. */
export interface Seen {
  /** Its `finally` ran. */
  ended: PromiseWithResolvers<void>;
  /** How many items were taken. */
  taken: number;
}

/** A pair of streams that gives back what it takes. */
function echoPair(): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream<Uint8Array, Uint8Array>();
}

/** A device with a method for each case. */
export function prober(seen: Seen = { ended: Promise.withResolvers(), taken: 0 }): Device {
  return defineDevice({
    name: "prober",
    open: () => ({
      methods: {
        same: call([t.any()], (value) => value, "Gives back its argument"),
        nothing: call([], () => {}),
        big: call([t.integer()], (length) => "x".repeat(length)),
        execute: call(
          [t.string().as("command"), t.list(t.string()).as("args")],
          (command, args) => [command, ...args].join(" "),
        ),
        fail: call([t.string(), t.string()], (code, text) => {
          throw FAILURES[code]!(text);
        }),
        count: stream([t.integer()], function* (count) {
          for (let number = 1; number <= count; number++) yield number;
        }),
        forever: stream([], async function* ({ signal }) {
          try {
            yield 0;
            await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
          } finally {
            seen.ended.resolve();
          }
        }),
        large: stream([], function* () {
          try {
            for (;; seen.taken++) yield "x".repeat(65_536);
          } finally {
            seen.ended.resolve();
          }
        }),
        breaks: stream([], function* () {
          yield 1;
          throw new DeviceError("InvalidArgument", "no further");
        }),
        connect: bytes(() => echoPair()),
        refuses: bytes(() => {
          throw new DeviceError("Unavailable", "the port is closed");
        }),
        stalls: bytes(() => ({
          readable: new ReadableStream(),
          writable: new WritableStream({ write: () => new Promise(() => {}), abort: () => seen.ended.resolve() }),
        })),
        flash: call([t.source(), t.optional(t.string())], async (source, target) => {
          const text = await new Response(source).text();
          return target === undefined ? text : `${target}: ${text}`;
        }),
        dump: call([t.sink(), t.optional(t.string())], async (sink, text = "dumped") => {
          const writer = sink.getWriter();
          if (text !== "") await writer.write(new TextEncoder().encode(text));
          await writer.close();
        }),
        leaves: call([t.source()], () => "left"),
      },
    }),
  }) as Device;
}

const FAILURES: Readonly<Record<string, (text: string) => Error>> = {
  InvalidArgument: (text) => new DeviceError("InvalidArgument", text),
  NotImplemented: (text) => new DeviceError("NotImplemented", text),
  Timeout: (text) => new DeviceError("Timeout", text),
  TimedOut: (text) => new DOMException(text, "TimeoutError"),
  Error: (text) => new Error(text),
  Refused: (text) => new Deno.errors.ConnectionRefused(text),
  DeviceFailed: (text) => new DeviceError("DeviceFailed", text),
};
