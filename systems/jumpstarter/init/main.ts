/**
 * Makes a folder with a working device for Jumpstarter, its test, its tasks and a README.
 *
 *     deno run --allow-read --allow-write jsr:@fluxwire/jumpstarter/init NAME --template jumpstarter-device
 *
 * @module
 */
import { type ProjectMaker, runInit } from "@fluxwire/command/init";
import { dirname } from "node:path";
import { projectFiles } from "./project.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";

export type { TemplateName };

/** What makes devices. */
export const MAKER: ProjectMaker<TemplateName> = {
  command: "deno run --allow-read --allow-write jsr:@fluxwire/jumpstarter/init",
  what: "device",
  templates: Object.keys(TEMPLATES) as TemplateName[],
  files: projectFiles,
  checkout: import.meta.dirname === undefined ? undefined : dirname(import.meta.dirname),
  packages: ["grpc"],
  next: [
    ["deno task test", "run the device's test"],
    ["deno task shell", "run a shell in which j reaches it"],
  ],
};

if (import.meta.main) Deno.exit(runInit(MAKER, Deno.args));
