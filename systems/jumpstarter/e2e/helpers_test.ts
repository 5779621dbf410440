import { match, strictEqual } from "node:assert/strict";
import { Place } from "../cli/testing/place.ts";

const DEVICE = `import { call, type Client, defineDevice, t } from "@fluxwire/jumpstarter";
export const custom = defineDevice({
  name: "custom",
  open: () => ({ methods: { execute: call([t.string(), t.list(t.string())], (word, args) => [word, ...args].join(" ")) } }),
});
export const helpers = (client: Client<typeof custom>) => ({
  ls: () => client.execute("ls", []),
  async *rm(...files: string[]) {
    for (const file of files) yield await client.execute("rm", [file]);
  },
});
`;

Deno.test("a device with its helpers takes 20 lines at most", () => {
  strictEqual(DEVICE.trim().split("\n").length <= 20, true);
});

Deno.test("j has the helpers of a module as commands of their device", async () => {
  using place = new Place("export: { custom: { type: ./custom.ts#custom } }");
  Deno.writeTextFileSync(`${place.folder}/custom.ts`, DEVICE);
  await using exporter = await place.started(["--exporter-config", "exporter.yaml", "--socket", "s"], 1);
  const host = ["j", "--host", exporter.addresses[0]!.replace("unix:", "")];
  const j = (...words: string[]) => place.ran([...host, "--helpers", "custom=./custom.ts#helpers", ...words]);
  const listed = await j("custom", "ls");
  strictEqual(listed.stdout, "ls\n", listed.stderr);
  strictEqual((await j("custom", "rm", "a", "b")).stdout, "rm a\nrm b\n");
  match((await j("custom", "--help")).stdout, /ls \[ARG\.\.\.\] +A helper on this side/);
  const wrong = await place.ran([...host, "--helpers", "custom=./custom.ts#none", "custom", "ls"]);
  strictEqual(wrong.code, 1);
  match(wrong.stderr, /custom\.ts exports no function none/);
});
