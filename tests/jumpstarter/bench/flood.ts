/**
 * A device that writes as much as its client lets it.
 *
 * @module
 */
import { bytes, defineDevice, type Device, stream } from "@fluxwire/jumpstarter";

const PART = new Uint8Array(65_536), TEXT = "x".repeat(65_536);

/** Bytes, and items, without an end. */
export const flood: Device = defineDevice({
  name: "flood",
  open: () => ({
    methods: {
      connect: bytes(() => ({
        readable: new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(PART.slice()) }),
        writable: new WritableStream<Uint8Array>(),
      })),
      items: stream([], function* () {
        for (;;) yield TEXT;
      }),
    },
  }),
}) as Device;
