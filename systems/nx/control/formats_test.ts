import { deepStrictEqual, match, ok } from "node:assert/strict";
import type { InstanceStatus, NxStatus } from "../host/status.ts";
import { prometheusText } from "./prometheus.ts";
import { statusLines } from "./status_lines.ts";

/** A hub that is ready and has routed five commands; with changes. */
function instance(changes: Partial<InstanceStatus> = {}): InstanceStatus {
  return {
    id: "hub-1",
    state: "ready",
    since: "2026-01-02T03:04:05.678Z",
    retryAt: null,
    adopted: false,
    pid: 42,
    silent: false,
    restarts: 1,
    memoryBytes: 52_428_800,
    cpuMs: 1_250,
    limits: {},
    watchFailure: null,
    logFailure: null,
    lastError: null,
    failures: [],
    deviceId: "1111",
    driverId: "com.example.hub",
    driverType: "HUB",
    driverVersion: "1.0.0",
    session: true,
    health: { status: "OK", details: {} },
    hub: {
      sessionSince: "2026-01-02T03:04:06.000Z",
      sure: true,
      features: ["cancel"],
      maxInFlight: 16,
      inFlight: 2,
      waiting: 3,
      routed: 5,
      failed: { HubTimeout: 1 },
      dropped: 1,
      sumMs: 12.5,
      p50Ms: 2,
      p99Ms: 4.5,
      children: ["child-1"],
    },
    child: null,
    ...changes,
  };
}

const CHILD = instance({
  id: "child-1",
  driverType: "CHILD",
  state: "waiting",
  pid: null,
  memoryBytes: null,
  hub: null,
  child: { hubDeviceId: "1111", childRef: "lamp", hubConnected: false },
  health: { status: "DOWN", details: { state: "waiting", hub: "hub not connected" } },
  lastError: { at: "2026-01-02T03:05:00.000Z", cause: "It ended with\nexit code 3" },
});

function status(...services: InstanceStatus[]): NxStatus {
  const publisher = { published: { PublishState: 7 }, failures: 2 };
  return {
    version: "0.1.0",
    pid: 41,
    startedAt: "2026-01-02T03:04:00.000Z",
    memoryBytes: 80_000_000,
    services,
    publisher,
  };
}

Deno.test("statusLines() is an aligned table with what is wrong below", () => {
  deepStrictEqual(statusLines(status(instance(), CHILD)), [
    "Driver host 0.1.0, process 41, since 2026-01-02T03:04:00.000Z; 2 instances",
    "INSTANCE  TYPE   STATE    HEALTH  PID  RESTARTS  HUB        IN FLIGHT  ROUTED     P50     P99    MEMORY",
    "hub-1     HUB    ready    OK       42         1  connected          2       5  2.0 ms  4.5 ms  50.0 MiB",
    "child-1   CHILD  waiting  DOWN      -         1  away               -       -       -       -         -",
    "2 records were not published",
    "hub-1: failed commands: 1 HubTimeout",
    "hub-1: 1 answers with an unknown or late id",
    "child-1: health DOWN: state: waiting, hub: hub not connected",
    "child-1: last error at 2026-01-02T03:05:00.000Z: It ended with exit code 3",
  ]);
});

Deno.test("prometheusText() has what every host has, and what only NX has", () => {
  const lines = prometheusText(status(instance(), CHILD)).split("\n");
  for (
    const line of [
      `fluxwire_service_up{service="hub-1"} 1`,
      `fluxwire_nx_proxy_calls_total{service="hub-1",hub="1111",code="OK"} 4`,
      `fluxwire_nx_proxy_calls_total{service="hub-1",hub="1111",code="HubTimeout"} 1`,
      `fluxwire_nx_proxy_duration_seconds{service="hub-1",hub="1111",quantile="0.99"} 0.0045`,
      `fluxwire_nx_proxy_duration_seconds_sum{service="hub-1",hub="1111"} 0.0125`,
      `fluxwire_nx_proxy_duration_seconds_count{service="hub-1",hub="1111"} 5`,
      `fluxwire_nx_proxy_in_flight{service="hub-1",hub="1111"} 2`,
      `fluxwire_nx_proxy_waiting{service="hub-1",hub="1111"} 3`,
      `fluxwire_nx_hub_connected{service="hub-1",hub="1111"} 1`,
      `fluxwire_nx_health{service="child-1",status="DOWN"} 1`,
      `fluxwire_nx_health{service="child-1",status="OK"} 0`,
      `fluxwire_nx_published_total{kind="PublishState"} 7`,
      `fluxwire_nx_publish_failures_total 2`,
    ]
  ) ok(lines.includes(line), line);
});

Deno.test("prometheusText() is the exposition format: HELP, TYPE, then the samples of that name, each name once", () => {
  const names: string[] = [];
  for (const line of prometheusText(status(instance(), CHILD)).trimEnd().split("\n")) {
    const help = /^# HELP ([a-z_]+) \S.*\.$/.exec(line);
    if (help !== null) names.push(help[1]!);
    else if (line.startsWith("# TYPE ")) match(line, new RegExp(`^# TYPE ${names.at(-1)} (gauge|counter|summary)$`));
    else match(line, new RegExp(`^${names.at(-1)}(_sum|_count)?(\\{.*\\})? [-\\d.e+]+$`));
  }
  deepStrictEqual(names, [...new Set(names)]);
});
