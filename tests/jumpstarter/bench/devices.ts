/**
 * A device that Jumpstarter's own client drives.
 *
 * @module
 */
import { call, defineDevice, type Device, stream, t } from "@fluxwire/jumpstarter";

/** A device with a method of each kind that answers. */
export const custom: Device = defineDevice({
  name: "custom",
  open: () => ({
    methods: {
      execute: call(
        [t.string().as("command"), t.list(t.string()).as("args")],
        (command, args) => [command, ...args].join(" "),
      ),
      same: call([t.any()], (value) => value),
      count: stream([t.integer()], function* (count) {
        for (let number = 1; number <= count; number++) yield number;
      }),
      fail: call([t.string(), t.string()], (_, text) => {
        throw new Error(text);
      }),
    },
  }),
}) as Device;
