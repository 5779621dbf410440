import { call, defineDevice, type Device, stream, t } from "@fluxwire/jumpstarter";

/** A device of an author's own: a Python client drives it by names of methods. */
export const custom: Device = defineDevice({
  name: "custom",
  open: () => ({
    methods: {
      execute: call([t.string().as("command"), t.list(t.string()).as("args")], async (command, args) => {
        const { stdout } = await new Deno.Command(command, { args }).output();
        return new TextDecoder().decode(stdout);
      }, "Execute a command on the exporter's machine"),
      double: call([t.integer().as("number")], (number) => 2 * number, "Twice a number"),
      count: stream([t.integer().as("limit")], function* (limit) {
        for (let number = 1; number <= limit; number++) yield number;
      }, "The numbers up to a limit"),
      store: call([t.source().as("file")], async (file) => (await new Response(file).bytes()).length, "Takes a file"),
    },
  }),
}) as Device;
