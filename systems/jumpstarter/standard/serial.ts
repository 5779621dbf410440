/**
 * Serial ports.
 *
 * @module
 */
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { type ByteDuplex, type ByteHandle, bytes, call, type Method } from "../device/method.ts";
import { t } from "../device/t.ts";
import { paced } from "./paced.ts";
import { openTerminal, Terminal, type TerminalOptions } from "./terminal.ts";

/** A serial port by its device file, `socket://HOST:PORT` or `loop://`, as upstream's PySerial. */
export const serialPort: Device = defineDevice({
  name: "serial",
  clientClass: "jumpstarter_driver_pyserial.client.PySerialClient",
  description: "A serial port",
  config: {
    url: t.string(),
    baudrate: t.default(t.integer(), 115_200),
    check_present: t.default(t.boolean(), true),
    cps: t.optional(t.number()),
    disable_hupcl: t.default(t.boolean(), false),
  },
  async open({ url, baudrate, check_present, cps, disable_hupcl }) {
    if (cps !== undefined && cps <= 0) throw new TypeError("cps: the number of characters a second is more than 0");
    if (check_present && url.startsWith("/")) await Deno.stat(url);
    const open = new Set<ByteHandle>();
    let left: Promise<void> = Promise.resolve();
    return {
      methods: {
        connect: bytes(async () => {
          await left;
          const opened = await openPort(url, { baudrate, keepsLines: disable_hupcl });
          const port = "close" in opened ? tracked(opened, open, () => left = endOf(opened)) : opened;
          return cps === undefined ? port : paced(port, cps);
        }, "Open the port"),
        close: call([], () => {
          for (const port of open) port.close();
        }, "End all connections of the port"),
        set_dtr: line("DTR", url),
        set_rts: line("RTS", url),
      },
    };
  },
}) as Device;

async function openPort(url: string, options: TerminalOptions): Promise<ByteDuplex> {
  if (url === "loop://") return new TransformStream<Uint8Array, Uint8Array>();
  if (url.startsWith("socket://")) {
    const { hostname, port } = new URL(url.replace(/^socket:/, "http:"));
    return await Deno.connect({ hostname, port: Number(port || "80") });
  }
  return await openTerminal(url, options);
}

/** When a port that is closed reads no more. */
async function endOf(port: ByteHandle): Promise<void> {
  if (port instanceof Terminal) await port.ended;
}

/** The same port, in a set until it is closed. */
function tracked(port: ByteHandle, open: Set<ByteHandle>, onClose: () => void): ByteHandle {
  const own: ByteHandle = {
    read: (buffer) => port.read(buffer),
    write: (bytes) => port.write(bytes),
    closeWrite: async () => await port.closeWrite?.(),
    close() {
      if (!open.delete(own)) return;
      port.close();
      onClose();
    },
  };
  open.add(own);
  return own;
}

/** The lines of a port that is no terminal go nowhere; those of a terminal no program of this machine drives. */
function line(name: string, url: string): Method<"call"> {
  return call([t.boolean().as("value")], () => {
    if (!url.startsWith("/")) return;
    throw new DeviceError("NotImplemented", `this exporter cannot drive the line ${name} of ${url}`);
  }, `Drive the line ${name}`);
}
