/**
 * The verbs of the command line: what each is, is in `usage/`, what it does, in `verbs/`.
 *
 * @module
 */
import { BENCH } from "./usage/bench.ts";
import { CALL } from "./usage/call.ts";
import { CLIENT } from "./usage/client.ts";
import { COMPLETIONS } from "./usage/completions.ts";
import { CONFORMANCE } from "./usage/conformance.ts";
import { DECODE } from "./usage/decode.ts";
import { DESCRIBE } from "./usage/describe.ts";
import { DOCTOR } from "./usage/doctor.ts";
import { ENCODE } from "./usage/encode.ts";
import { EXPLAIN } from "./usage/explain.ts";
import { EXPORT } from "./usage/export.ts";
import { FUZZ } from "./usage/fuzz.ts";
import { HELLO } from "./usage/hello.ts";
import { HOST } from "./usage/host.ts";
import { LIST } from "./usage/list.ts";
import { OPEN } from "./usage/open.ts";
import { PING } from "./usage/ping.ts";
import { QUERY } from "./usage/query.ts";
import { RECORD } from "./usage/record.ts";
import { REPL } from "./usage/repl.ts";
import { REPLAY } from "./usage/replay.ts";
import { SCHEMA } from "./usage/schema.ts";
import { TOUR } from "./usage/tour.ts";
import { WATCH } from "./usage/watch.ts";
import type { Verb } from "./command/verb.ts";

/** Every verb; the first one is meant where none is given. */
export const VERBS: readonly [Verb, ...Verb[]] = [
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
  HOST,
];
