/**
 * The files of a new driver.
 *
 * @module
 */
import type { ProjectOptions } from "@fluxwire/command/init";
import config from "../deno.json" with { type: "json" };
import { type TemplateName, TEMPLATES } from "./templates.ts";

/** The placeholders of the templates. */
const NAME = "template-name";
const DEVICE_ID = "template-device-id";

/** The files of a new driver, by their names. */
export function projectFiles({ name, template, links }: ProjectOptions<TemplateName>): Map<string, string> {
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
