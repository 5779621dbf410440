/**
 * Cameras.
 *
 * @module
 */
import { defineDevice, type Device } from "../device/define_device.ts";
import { DeviceError } from "../device/device_error.ts";
import { bytes, call, type StreamPair } from "../device/method.ts";
import { t } from "../device/t.ts";
import { fetched, withoutSecrets } from "./fetched.ts";

/** A camera that gives its picture by HTTP: `snapshot` opens the bytes of one picture, `save` writes them to a file. */
export const httpCamera: Device = defineDevice({
  name: "camera",
  description: "A camera that gives pictures by HTTP",
  config: {
    url: t.string(),
    headers: t.default(t.map(t.string()), {}),
    timeout: t.default(t.number(), 10),
  },
  open({ url, headers, timeout }) {
    const picture = async (signal: AbortSignal): Promise<ReadableStream<Uint8Array>> => {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout * 1_000)]);
      const response = await fetched(url, { headers, signal: limit });
      if (response.ok && response.body !== null) return response.body;
      await response.body?.cancel();
      throw new DeviceError("DeviceFailed", `GET ${withoutSecrets(url)} answered ${response.status}, and no picture`);
    };
    return {
      methods: {
        snapshot: bytes(async ({ signal }) => onlyRead(await picture(signal)), "Take a picture, as bytes"),
        save: call([t.sink().as("file")], async (sink, { signal }) => {
          await (await picture(signal)).pipeTo(sink, { signal });
        }, "Take a picture, into a file"),
      },
    };
  },
}) as Device;

/** What a client writes has no place to go: it fails the stream. */
function onlyRead(readable: ReadableStream<Uint8Array>): StreamPair {
  const writable = new WritableStream<Uint8Array>({
    write: () => Promise.reject(new DeviceError("InvalidArgument", "a camera takes no bytes")),
  });
  return { readable, writable };
}
