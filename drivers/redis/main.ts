/**
 * The driver as a program: `deno run ... main.ts --socket NAME`. The README has the permissions.
 *
 * @module
 */
import { serve } from "jsr:@fluxwire/sdk@^0.1.0";
import { driver } from "./mod.ts";

if (import.meta.main) await serve(driver);
