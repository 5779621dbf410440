/**
 * The verbs of `fluxwire probe`, in the order of the help, each loaded alone: their usage costs start-up time.
 *
 * @module
 */
import type { Verb } from "../command/verb.ts";

/** The verbs by name. */
export const PROBE_VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  tour: async () => (await import("../usage/tour.ts")).TOUR,
  hello: async () => (await import("../usage/hello.ts")).HELLO,
  ping: async () => (await import("../usage/ping.ts")).PING,
  open: async () => (await import("../usage/open.ts")).OPEN,
  query: async () => (await import("../usage/query.ts")).QUERY,
  call: async () => (await import("../usage/call.ts")).CALL,
  schema: async () => (await import("../usage/schema.ts")).SCHEMA,
  tables: async () => (await import("../usage/tables.ts")).TABLES,
  browse: async () => (await import("../usage/browse.ts")).BROWSE,
  insert: async () => (await import("../usage/insert.ts")).INSERT,
  update: async () => (await import("../usage/update.ts")).UPDATE,
  delete: async () => (await import("../usage/delete.ts")).DELETE,
  watch: async () => (await import("../usage/watch.ts")).WATCH,
  repl: async () => (await import("../usage/repl.ts")).REPL,
  bench: async () => (await import("../usage/bench.ts")).BENCH,
  list: async () => (await import("../usage/list.ts")).LIST,
  describe: async () => (await import("../usage/describe.ts")).DESCRIBE,
  decode: async () => (await import("../usage/decode.ts")).DECODE,
  encode: async () => (await import("../usage/encode.ts")).ENCODE,
  inspect: async () => (await import("../usage/console.ts")).INSPECT,
  record: async () => (await import("../usage/record.ts")).RECORD,
  replay: async () => (await import("../usage/replay.ts")).REPLAY,
  export: async () => (await import("../usage/export.ts")).EXPORT,
  client: async () => (await import("../usage/client.ts")).CLIENT,
  fuzz: async () => (await import("../usage/fuzz.ts")).FUZZ,
  dev: async () => (await import("../usage/dev.ts")).DEV,
  register: async () => (await import("../usage/register.ts")).REGISTER,
  explain: async () => (await import("../usage/explain.ts")).EXPLAIN,
  doctor: async () => (await import("../usage/doctor.ts")).DOCTOR,
  completions: async () => (await import("../usage/completions.ts")).COMPLETIONS,
  conformance: async () => (await import("../usage/conformance.ts")).CONFORMANCE,
  help: async () => (await import("../usage/help.ts")).HELP,
  version: async () => (await import("../usage/version.ts")).VERSION,
};
