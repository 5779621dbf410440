/**
 * The verbs of `fluxwire probe`, in the order of the help, each loaded alone: their usage costs start-up time.
 *
 * @module
 */
import { importAlone } from "../command/import_alone.ts";
import type { Verb } from "../command/verb.ts";

/** The verbs by name. */
export const PROBE_VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  tour: async () => (await usage<typeof import("../usage/tour.ts")>("tour")).TOUR,
  hello: async () => (await usage<typeof import("../usage/hello.ts")>("hello")).HELLO,
  ping: async () => (await usage<typeof import("../usage/ping.ts")>("ping")).PING,
  open: async () => (await usage<typeof import("../usage/open.ts")>("open")).OPEN,
  query: async () => (await usage<typeof import("../usage/query.ts")>("query")).QUERY,
  call: async () => (await usage<typeof import("../usage/call.ts")>("call")).CALL,
  schema: async () => (await usage<typeof import("../usage/schema.ts")>("schema")).SCHEMA,
  watch: async () => (await usage<typeof import("../usage/watch.ts")>("watch")).WATCH,
  repl: async () => (await usage<typeof import("../usage/repl.ts")>("repl")).REPL,
  bench: async () => (await usage<typeof import("../usage/bench.ts")>("bench")).BENCH,
  list: async () => (await usage<typeof import("../usage/list.ts")>("list")).LIST,
  describe: async () => (await usage<typeof import("../usage/describe.ts")>("describe")).DESCRIBE,
  decode: async () => (await usage<typeof import("../usage/decode.ts")>("decode")).DECODE,
  encode: async () => (await usage<typeof import("../usage/encode.ts")>("encode")).ENCODE,
  record: async () => (await usage<typeof import("../usage/record.ts")>("record")).RECORD,
  replay: async () => (await usage<typeof import("../usage/replay.ts")>("replay")).REPLAY,
  export: async () => (await usage<typeof import("../usage/export.ts")>("export")).EXPORT,
  client: async () => (await usage<typeof import("../usage/client.ts")>("client")).CLIENT,
  fuzz: async () => (await usage<typeof import("../usage/fuzz.ts")>("fuzz")).FUZZ,
  explain: async () => (await usage<typeof import("../usage/explain.ts")>("explain")).EXPLAIN,
  doctor: async () => (await usage<typeof import("../usage/doctor.ts")>("doctor")).DOCTOR,
  completions: async () => (await usage<typeof import("../usage/completions.ts")>("completions")).COMPLETIONS,
  conformance: async () => (await usage<typeof import("../usage/conformance.ts")>("conformance")).CONFORMANCE,
  help: async () => (await usage<typeof import("../usage/help.ts")>("help")).HELP,
  version: async () => (await usage<typeof import("../usage/version.ts")>("version")).VERSION,
};

function usage<M>(name: string): Promise<M> {
  return importAlone(import.meta.resolve(`../usage/${name}.ts`));
}
