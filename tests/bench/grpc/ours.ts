/**
 * Fluxwire's server of the measured service: ADDRESS.
 *
 * @module
 */
import { serve } from "@fluxwire/grpc";
import { BENCH_SERVICE } from "./service.ts";

await serve({ address: Deno.args[0]!, services: [BENCH_SERVICE] });
console.log("listening");
