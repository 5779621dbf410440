/**
 * The files of a new driver.
 *
 * @module
 */
import config from "../deno.json" with { type: "json" };
import { TEMPLATES } from "./templates.ts";

/** The placeholders of the templates. */
const NAME = "template-name";
const DEVICE_ID = "template-device-id";

/** What a new driver is. */
export type TemplateName = keyof typeof TEMPLATES;

/** The options of a new driver. */
export interface ProjectOptions {
  /** The driver's name. */
  readonly name: string;
  /** What it is. */
  readonly template: TemplateName;
  /** The folders of a checkout's packages to use; null for the published ones. */
  readonly links: readonly string[] | null;
}

/** The files of a new driver, by their names. */
export function projectFiles({ name, template, links }: ProjectOptions): Map<string, string> {
  const version = `^${config.version}`, host = `deno run -A jsr:@fluxwire/nx@${version}/main`;
  const control = "-control ./run/control/nx.sock";
  const project = {
    tasks: {
      start:
        `${host} -instances instances.json -drivers_dir . -internal_grpc_sock ./run/host.sock ${control} -no_log_files`,
      status: `${host} status ${control}`,
      test: "deno test -A",
      check: "deno fmt --check && deno lint && deno check",
    },
    imports: {
      "@fluxwire/nx": `jsr:@fluxwire/nx@${version}`,
      "@fluxwire/nx/testing": `jsr:@fluxwire/nx@${version}/testing`,
    },
    fmt: { lineWidth: 120 },
    ...(links === null ? {} : { links, nodeModulesDir: "auto" }),
  };
  const deviceId = crypto.randomUUID();
  const files = Object.entries(TEMPLATES[template]).map(([path, text]) => {
    return [path, text.replaceAll(NAME, name).replaceAll(DEVICE_ID, deviceId)] as const;
  });
  return new Map([["deno.json", `${JSON.stringify(project, null, 2)}\n`], ...files]);
}
