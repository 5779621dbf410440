/**
 * Makes a folder with a working driver of NX, its test, its tasks and a README.
 *
 *     deno run --allow-read --allow-write jsr:@fluxwire/nx/init NAME --template nx-hub
 *
 * @module
 */
import { type ProjectMaker, runInit } from "@fluxwire/command/init";
import { dirname } from "node:path";
import { projectFiles } from "./project.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";

export type { TemplateName };

/** What makes drivers. */
export const MAKER: ProjectMaker<TemplateName> = {
  command: "deno run --allow-read --allow-write jsr:@fluxwire/nx/init",
  what: "driver",
  templates: Object.keys(TEMPLATES) as TemplateName[],
  files: projectFiles,
  checkout: import.meta.dirname === undefined ? undefined : dirname(import.meta.dirname),
  packages: ["grpc"],
  next: [
    ["deno task test", "run the driver's test"],
    ["deno task start", "run it on a driver host"],
  ],
};

if (import.meta.main) Deno.exit(runInit(MAKER, Deno.args));
