/**
 * Serial ports.
 *
 * @module
 */
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { type ByteDuplex, bytes } from "../device/method.ts";
import { t } from "../device/t.ts";

/** A serial port by its device file, `socket://HOST:PORT` or `loop://`, as upstream's PySerial. */
export const serialPort: Device = defineDevice({
  name: "serial",
  clientClass: "jumpstarter_driver_pyserial.client.PySerialClient",
  description: "A serial port",
  config: {
    url: t.string(),
    baudrate: t.default(t.integer(), 115_200),
    check_present: t.default(t.boolean(), true),
  },
  async open({ url, baudrate, check_present }) {
    if (check_present && url.startsWith("/")) await Deno.stat(url);
    return { methods: { connect: bytes(() => openPort(url, baudrate)) } };
  },
}) as Device;

async function openPort(url: string, baudrate: number): Promise<ByteDuplex> {
  if (url === "loop://") return new TransformStream<Uint8Array, Uint8Array>();
  if (url.startsWith("socket://")) {
    const { hostname, port } = new URL(url.replace(/^socket:/, "http:"));
    return await Deno.connect({ hostname, port: Number(port || "80") });
  }
  await setTerminal(url, baudrate);
  return await Deno.open(url, { read: true, write: true });
}

/** Raw bytes, the rate, and reads that wait for a byte. */
async function setTerminal(path: string, baudrate: number): Promise<void> {
  const args = [
    "-F",
    path,
    String(baudrate),
    "raw",
    "-echo",
    "-echoe",
    "-echok",
    "cs8",
    "-parenb",
    "-cstopb",
    "clocal",
  ];
  const { success, stderr } = await new Deno.Command("stty", { args, stdin: "null" }).output();
  if (success) return;
  throw new DeviceError("Unavailable", `Cannot set up ${path}: ${new TextDecoder().decode(stderr).trim()}`);
}
