/** Folders of plugins for tests. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const REFERENCE = fileURLToPath(new URL("../../driver/main.ts", import.meta.url));
const LOCK = fileURLToPath(new URL("../../../../npm.lock", import.meta.url));

/** The command line of the reference driver. */
export const REFERENCE_COMMAND: readonly string[] = [
  Deno.execPath(),
  "run",
  "--no-prompt",
  `--lock=${LOCK}`,
  "--frozen",
  "--allow-net",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  REFERENCE,
];

/** A folder that is removed when it is not needed further. */
export class PluginFolder implements AsyncDisposable {
  /** Its path. */
  readonly path: string = Deno.makeTempDirSync();

  /** Adds an executable shell script, and gives its path. */
  async script(name: string, text: string): Promise<string> {
    const path = join(this.path, name);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  }

  /** Adds the reference driver as a plugin. */
  async reference(): Promise<void> {
    await this.script("reference/plugin", `exec ${REFERENCE_COMMAND.map((one) => `'${one}'`).join(" ")} "$@"`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
