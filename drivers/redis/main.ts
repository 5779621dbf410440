/**
 * The driver as a program: `deno run ... main.ts --socket NAME`. The README has the permissions.
 *
 * @module
 */
import { serve } from "@fluxwire/sdk";
import { driver } from "./mod.ts";

if (import.meta.main) await serve(driver);
