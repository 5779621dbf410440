/**
 * Storage that clients write images to and read images from.
 *
 * @module
 */
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { storageMux } from "../device/interface.ts";
import { call, type Method, type MethodContext } from "../device/method.ts";
import { t } from "../device/t.ts";

const FLASHER = "jumpstarter_driver_opendal.client.FlasherClient";

/** The name of a target without one. */
const DEFAULT_TARGET = "default";

/** The methods of the interface flasher, on the file of each target. */
function flasherMethods(fileOf: (target: string) => string): Record<"flash" | "dump", Method> {
  return {
    flash: call([t.source().as("source"), t.optional(t.string()).as("target")], async (source, target, context) => {
      await writeFile(fileOf(target ?? DEFAULT_TARGET), source, context);
    }, "Write an image"),
    dump: call([t.sink().as("sink"), t.optional(t.string()).as("target")], async (sink, target, { signal }) => {
      using file = await Deno.open(fileOf(target ?? DEFAULT_TARGET));
      await file.readable.pipeTo(sink, { signal });
    }, "Read an image"),
  };
}

/** Files or block devices, one for each target. */
export const fileFlasher: Device = defineDevice({
  name: "flasher",
  clientClass: FLASHER,
  description: "Files or block devices that images are written to",
  config: { path: t.optional(t.string()), targets: t.default(t.map(t.string()), {}) },
  open({ path, targets }) {
    const files = new Map([...path === undefined ? [] : [[DEFAULT_TARGET, path] as const], ...Object.entries(targets)]);
    if (files.size === 0) throw new TypeError("the flasher has no file: give path, or targets");
    return {
      methods: flasherMethods((target) => {
        const file = files.get(target);
        if (file !== undefined) return file;
        const known = [...files.keys()].join(", ");
        throw new DeviceError("InvalidArgument", `unknown target ${JSON.stringify(target)}: the targets are ${known}`);
      }),
    };
  },
}) as Device;

/** A flasher whose targets are files of a temporary folder: what upstream's MockFlasher is. */
export const mockFlasher: Device = defineDevice({
  name: "flasher",
  clientClass: FLASHER,
  description: "A flasher that is not real",
  open() {
    const folder = Deno.makeTempDirSync({ prefix: "flasher-" });
    return {
      methods: flasherMethods((target) => `${folder}/${encodeURIComponent(target)}`),
      close: () => Deno.removeSync(folder, { recursive: true }),
    };
  },
}) as Device;

/** Storage that is switched between the exporter and the device under test: what upstream's MockStorageMux is. */
export const mockStorageMux: Device = defineDevice({
  name: "storage",
  implements: storageMux,
  description: "Storage that is not real",
  open(_, { log }) {
    const file = Deno.makeTempFileSync({ prefix: "storage-" });
    return {
      methods: {
        host: call([], () => log.info("connected to the host"), "Connect to the host"),
        dut: call([], () => log.info("connected to the device under test"), "Connect to the device under test"),
        off: call([], () => log.info("disconnected"), "Disconnect"),
        write: call([t.source().as("source")], (source, context) => writeFile(file, source, context), "Write an image"),
        read: call([t.sink().as("sink")], async (sink, { signal }) => {
          using opened = await Deno.open(file);
          await opened.readable.pipeTo(sink, { signal });
        }, "Read an image"),
      },
      close: () => Deno.removeSync(file),
    };
  },
}) as Device;

/** Writes all bytes of a source, and waits until the medium has them. A file is made anew, a block device keeps its size. */
async function writeFile(
  path: string,
  source: ReadableStream<Uint8Array>,
  { signal, progress }: MethodContext,
): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  let done = 0;
  for await (const bytes of source) {
    signal.throwIfAborted();
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
    progress(done += bytes.length);
  }
  await file.sync();
}
