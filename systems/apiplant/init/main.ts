/**
 * Makes a folder with a working storage for model servers, its tests, its tasks and a README.
 *
 *     deno run --allow-read --allow-write jsr:@fluxwire/apiplant/init NAME --template storage
 *
 * @module
 */
import { type ProjectMaker, runInit } from "@fluxwire/command/init";
import { dirname } from "node:path";
import { projectFiles } from "./project.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";

export type { TemplateName };

/** What makes storages. */
export const MAKER: ProjectMaker<TemplateName> = {
  command: "deno run --allow-read --allow-write jsr:@fluxwire/apiplant/init",
  what: "storage",
  templates: Object.keys(TEMPLATES) as TemplateName[],
  files: projectFiles,
  checkout: import.meta.dirname === undefined ? undefined : dirname(import.meta.dirname),
  packages: ["console", "host", "mock-driver", "sdk", "sql", "testing", "wire"],
  next: [
    ["deno task test", "run the suites of its roles"],
    ["deno task start", "let it answer at an address"],
  ],
};

if (import.meta.main) Deno.exit(runInit(MAKER, Deno.args));
