/**
 * What makes new drivers for DBFlux.
 *
 * @module
 */
import type { ProjectMaker } from "@fluxwire/command/init";
import { dirname } from "node:path";
import { OWN_TEMPLATES } from "../doors.ts";
import { projectFiles } from "./project.ts";
import type { TemplateName } from "./templates.ts";

/** The packages of a checkout that a driver, its test and its tasks load. */
const PACKAGES = ["console", "grpc", "host", "mock-driver", "sdk", "sql", "testing", "wire"];

/** What makes drivers. */
export const MAKER: ProjectMaker<TemplateName> = {
  command: "fluxwire init",
  what: "driver",
  templates: OWN_TEMPLATES,
  files: projectFiles,
  checkout: import.meta.dirname === undefined ? undefined : dirname(import.meta.dirname),
  packages: PACKAGES,
  next: [
    ["deno task test", "run the driver's test"],
    ["deno task probe", "start it and walk through what DBFlux does with it"],
    ["deno task check", "check format, lint rules and types"],
    ["deno task conformance", "check that it keeps to the protocol"],
    ["deno task driver:check", "report what DBFlux cannot do with it"],
    ["deno task dev", "keep it running while you write it, checked after each change"],
  ],
};
