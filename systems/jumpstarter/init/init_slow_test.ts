import { match, strictEqual, throws } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeProject } from "@fluxwire/command/init";
import { MAKER } from "./main.ts";

const FLUXWIRE = fileURLToPath(new URL("../../../packages/cli/main.ts", import.meta.url));

Deno.test("fluxwire init makes a device, whose test passes and which j reaches in its shell", async () => {
  const parent = Deno.makeTempDirSync({ prefix: "jumpstarter-init-" });
  try {
    const run = async (cwd: string, ...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, stdin: "null" }).output();
      return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
    };
    const made = await run(parent, "run", "-A", FLUXWIRE, "init", "my-relay", "--template", "jumpstarter-device");
    match(made.text, /^Made my-relay with deno.json, README.md, device.ts, device_test.ts, exporter.yaml\.\n/);
    const folder = `${parent}/my-relay`;
    const tested = await run(folder, "task", "test");
    strictEqual(tested.code, 0, tested.text);
    match(tested.text, /2 passed/);
    const checked = await run(folder, "task", "check");
    strictEqual(checked.code, 0, checked.text);
    const used = await run(folder, "task", "shell", "--", "deno", "task", "j", "my-relay", "--help");
    strictEqual(used.code, 0, used.text);
    match(used.text, /Switch the relay on/);
  } finally {
    Deno.removeSync(parent, { recursive: true });
  }
});

Deno.test("makeProject() refuses invalid names, and folders that are not empty", () => {
  const folder = Deno.makeTempDirSync();
  try {
    throws(() => makeProject(MAKER, `${folder}/My Device`, "jumpstarter-device"), {
      message: 'Cannot name device "My Device": a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter',
    });
    Deno.mkdirSync(`${folder}/full/x`, { recursive: true });
    throws(() => makeProject(MAKER, `${folder}/full`, "jumpstarter-device"), {
      message: `Cannot make device in ${folder}/full: the folder is not empty; choose another one`,
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
