/**
 * Serves the PostgreSQL driver: `deno run ... main.ts --socket NAME`.
 *
 * @module
 */
import { serve } from "jsr:@fluxwire/sdk@^0.1.0";
import { driver } from "./driver.ts";

if (import.meta.main) await serve(driver);
