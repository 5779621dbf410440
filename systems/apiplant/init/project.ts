/**
 * The files of a new storage.
 *
 * @module
 */
import type { ProjectOptions } from "@fluxwire/command/init";
import config from "../deno.json" with { type: "json" };
import { type TemplateName, TEMPLATES } from "./templates.ts";

/** The placeholder of the templates. */
const NAME = "template-name";

const PERMISSIONS = "--allow-net --allow-env --allow-read --allow-write";

/** The files of a new storage, by their names. */
export function projectFiles({ name, template, links }: ProjectOptions<TemplateName>): Map<string, string> {
  const apiplant = `jsr:@fluxwire/apiplant@^${config.version}`;
  const project = {
    tasks: {
      start: `deno run --no-prompt ${PERMISSIONS} main.ts --listen 127.0.0.1:4321`,
      test: "deno test -A",
      check: "deno fmt --check && deno lint && deno check",
    },
    imports: {
      "@fluxwire/apiplant": apiplant,
      "@fluxwire/apiplant/driver": `${apiplant}/driver`,
      "@fluxwire/apiplant/testing": `${apiplant}/testing`,
    },
    fmt: { lineWidth: 120 },
    ...(links === null ? {} : { links, nodeModulesDir: "auto" }),
  };
  const files = Object.entries(TEMPLATES[template]).map(([path, text]) => {
    return [path, text.replaceAll(NAME, name)] as const;
  });
  return new Map([["deno.json", `${JSON.stringify(project, null, 2)}\n`], ...files]);
}
