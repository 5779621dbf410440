/**
 * `fluxwire probe`: `usage/` has the usage of each verb, `verbs/` what it does.
 *
 * @module
 */
import type { Part } from "../command/part.ts";
import { TARGET } from "../command/verb.ts";
import { BENCH } from "../usage/bench.ts";
import { CALL } from "../usage/call.ts";
import { CLIENT } from "../usage/client.ts";
import { COMPLETIONS } from "../usage/completions.ts";
import { CONFORMANCE } from "../usage/conformance.ts";
import { DECODE } from "../usage/decode.ts";
import { DESCRIBE } from "../usage/describe.ts";
import { DOCTOR } from "../usage/doctor.ts";
import { ENCODE } from "../usage/encode.ts";
import { EXPLAIN } from "../usage/explain.ts";
import { EXPORT } from "../usage/export.ts";
import { FUZZ } from "../usage/fuzz.ts";
import { HELLO } from "../usage/hello.ts";
import { HELP } from "../usage/help.ts";
import { LIST } from "../usage/list.ts";
import { OPEN } from "../usage/open.ts";
import { PING } from "../usage/ping.ts";
import { QUERY } from "../usage/query.ts";
import { RECORD } from "../usage/record.ts";
import { REPL } from "../usage/repl.ts";
import { REPLAY } from "../usage/replay.ts";
import { SCHEMA } from "../usage/schema.ts";
import { TOUR } from "../usage/tour.ts";
import { VERSION } from "../usage/version.ts";
import { WATCH } from "../usage/watch.ts";

/** The part. */
export const PROBE: Part = {
  name: "probe",
  summary: "Talk to drivers of DBFlux",
  usage: `[VERB] [ARGUMENTS] ${TARGET}`,
  verbs: [
    TOUR,
    HELLO,
    PING,
    OPEN,
    QUERY,
    CALL,
    SCHEMA,
    WATCH,
    REPL,
    BENCH,
    LIST,
    DESCRIBE,
    DECODE,
    ENCODE,
    RECORD,
    REPLAY,
    EXPORT,
    CLIENT,
    FUZZ,
    EXPLAIN,
    DOCTOR,
    COMPLETIONS,
    CONFORMANCE,
    HELP,
    VERSION,
  ],
  defaultVerb: TOUR,
};
