/**
 * The published JSON schemas of the verbs' output with `--json`.
 *
 * @module
 */

/** Loads each schema, by its verb with a hyphen between two words; each is loaded only when it is used. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, () => Promise<{ default: unknown }>>> = {
  "bench": () => import("./schemas/bench.json", { with: { type: "json" } }),
  "browse": () => import("./schemas/browse.json", { with: { type: "json" } }),
  "call": () => import("./schemas/call.json", { with: { type: "json" } }),
  "check": () => import("./schemas/check.json", { with: { type: "json" } }),
  "client": () => import("./schemas/client.json", { with: { type: "json" } }),
  "completions": () => import("./schemas/completions.json", { with: { type: "json" } }),
  "conformance": () => import("./schemas/conformance.json", { with: { type: "json" } }),
  "decode": () => import("./schemas/decode.json", { with: { type: "json" } }),
  "delete": () => import("./schemas/delete.json", { with: { type: "json" } }),
  "describe": () => import("./schemas/describe.json", { with: { type: "json" } }),
  "doctor": () => import("./schemas/doctor.json", { with: { type: "json" } }),
  "encode": () => import("./schemas/encode.json", { with: { type: "json" } }),
  "explain": () => import("./schemas/explain.json", { with: { type: "json" } }),
  "export": () => import("./schemas/export.json", { with: { type: "json" } }),
  "failure": () => import("./schemas/failure.json", { with: { type: "json" } }),
  "fuzz": () => import("./schemas/fuzz.json", { with: { type: "json" } }),
  "hello": () => import("./schemas/hello.json", { with: { type: "json" } }),
  "help": () => import("./schemas/help.json", { with: { type: "json" } }),
  "host-logs": () => import("./schemas/host-logs.json", { with: { type: "json" } }),
  "host-restart": () => import("./schemas/host-restart.json", { with: { type: "json" } }),
  "host-run": () => import("./schemas/host-run.json", { with: { type: "json" } }),
  "host-status": () => import("./schemas/host-status.json", { with: { type: "json" } }),
  "host-stop": () => import("./schemas/host-stop.json", { with: { type: "json" } }),
  "init": () => import("./schemas/init.json", { with: { type: "json" } }),
  "insert": () => import("./schemas/insert.json", { with: { type: "json" } }),
  "list": () => import("./schemas/list.json", { with: { type: "json" } }),
  "open": () => import("./schemas/open.json", { with: { type: "json" } }),
  "ping": () => import("./schemas/ping.json", { with: { type: "json" } }),
  "query": () => import("./schemas/query.json", { with: { type: "json" } }),
  "record": () => import("./schemas/record.json", { with: { type: "json" } }),
  "recording": () => import("./schemas/recording.json", { with: { type: "json" } }),
  "register": () => import("./schemas/register.json", { with: { type: "json" } }),
  "repl": () => import("./schemas/repl.json", { with: { type: "json" } }),
  "replay": () => import("./schemas/replay.json", { with: { type: "json" } }),
  "schema": () => import("./schemas/schema.json", { with: { type: "json" } }),
  "tables": () => import("./schemas/tables.json", { with: { type: "json" } }),
  "tour": () => import("./schemas/tour.json", { with: { type: "json" } }),
  "update": () => import("./schemas/update.json", { with: { type: "json" } }),
  "version": () => import("./schemas/version.json", { with: { type: "json" } }),
  "watch": () => import("./schemas/watch.json", { with: { type: "json" } }),
};
