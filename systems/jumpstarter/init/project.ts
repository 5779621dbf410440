/**
 * The files of a new device.
 *
 * @module
 */
import type { ProjectOptions } from "@fluxwire/command/init";
import config from "../deno.json" with { type: "json" };
import { type TemplateName, TEMPLATES } from "./templates.ts";

/** The placeholder of the templates. */
const NAME = "template-name";

/** The files of a new device, by their names. */
export function projectFiles({ name, template, links }: ProjectOptions<TemplateName>): Map<string, string> {
  const version = `^${config.version}`, jumpstarter = `deno run -A jsr:@fluxwire/jumpstarter@${version}/main`;
  const project = {
    tasks: {
      shell: `${jumpstarter} shell --exporter-config exporter.yaml`,
      start:
        `${jumpstarter} run --exporter-config exporter.yaml --tls-grpc-listener 127.0.0.1:8082 --tls-grpc-insecure`,
      j: `${jumpstarter} j`,
      test: "deno test -A",
      check: "deno fmt --check && deno lint && deno check",
    },
    imports: { "@fluxwire/jumpstarter": `jsr:@fluxwire/jumpstarter@${version}` },
    fmt: { lineWidth: 120 },
    ...(links === null ? {} : { links, nodeModulesDir: "auto" }),
  };
  const files = Object.entries(TEMPLATES[template]).map(([path, text]) => {
    return [path, text.replaceAll(NAME, name)] as const;
  });
  return new Map([["deno.json", `${JSON.stringify(project, null, 2)}\n`], ...files]);
}
