import { deepEqual, equal, match, ok } from "node:assert/strict";
import { prometheusText } from "./prometheus.ts";
import { hostStatus, serviceStatus } from "./service_status.ts";
import { statusLines } from "./status_lines.ts";

const GIVEN_UP = serviceStatus({
  id: 'b"\\\n',
  state: "given-up",
  pid: null,
  adopted: null,
  memoryBytes: null,
  cpuMs: null,
  calls: { total: 0, failed: 0, sumMs: 0, p50Ms: null, p99Ms: null },
  limits: {
    memoryBytes: { limit: 1024, enforcement: "watchdog", reason: "the controller memory is not delegated" },
    cpuPercent: { limit: 50, enforcement: "none", reason: "the controller cpu is not delegated" },
  },
  lastError: { at: "2026-01-02T03:05:00.000Z", cause: "It ended with\nexit code 3" },
  failures: Array(6).fill({ at: "2026-01-02T03:05:00.000Z", cause: "It ended with\nexit code 3" }),
});

Deno.test("statusLines() is an aligned table with the last errors below", () => {
  deepEqual(statusLines(hostStatus(serviceStatus(), GIVEN_UP)), [
    "Host 0.1.0, process 41, since 2026-01-02T03:04:00.000Z; 2 services",
    "SERVICE       STATE     PID  RESTARTS  SESSIONS  IN FLIGHT     P50     P99    MEMORY  LIMITS",
    "planets.sock  ready      42         2         1          0  2.0 ms  4.5 ms  50.0 MiB  -",
    `b"\\           given-up    -         2         1          0       -       -         -  memory watchdog, cpu none`,
    `b"\\ : last error at 2026-01-02T03:05:00.000Z: It ended with exit code 3`,
    `b"\\ : failed 6 times: It ended with exit code 3`,
  ]);
  equal(
    statusLines(hostStatus(serviceStatus({ watchFailure: "the guard has not answered" }))).at(-1),
    "planets.sock: its processes cannot be seen: the guard has not answered",
  );
  equal(
    statusLines(hostStatus(serviceStatus({ logFailure: "No space left on device\n(os error 28)" }))).at(-1),
    "planets.sock: lines are missing in the file of its log: No space left on device (os error 28)",
  );
  deepEqual(statusLines(hostStatus()), ["Host 0.1.0, process 41, since 2026-01-02T03:04:00.000Z; 0 services"]);
});

Deno.test("prometheusText() has seconds and bytes, and omits unknown values", () => {
  const text = prometheusText(hostStatus(serviceStatus(), GIVEN_UP));
  const lines = text.split("\n");
  for (
    const line of [
      `fluxwire_host_info{version="0.1.0"} 1`,
      `fluxwire_host_start_time_seconds 1767323040`,
      `fluxwire_service_up{service="planets.sock"} 1`,
      `fluxwire_service_up{service="b\\"\\\\\\n"} 0`,
      `fluxwire_service_state{service="b\\"\\\\\\n",state="given-up"} 1`,
      `fluxwire_service_restarts_total{service="planets.sock"} 2`,
      `fluxwire_service_call_duration_seconds{service="planets.sock",quantile="0.99"} 0.0045`,
      `fluxwire_service_call_duration_seconds_sum{service="planets.sock"} 0.0075`,
      `fluxwire_service_call_duration_seconds_count{service="planets.sock"} 3`,
      `fluxwire_service_resident_memory_bytes{service="planets.sock"} 52428800`,
      `fluxwire_service_cpu_seconds_total{service="planets.sock"} 1.25`,
      `fluxwire_service_memory_limit_bytes{service="b\\"\\\\\\n"} 1024`,
      `fluxwire_service_limit_kept{service="b\\"\\\\\\n",limit="cpuPercent",by="none"} 0`,
    ]
  ) {
    ok(lines.includes(line), line);
  }
  equal(lines.filter((line) => line.startsWith("fluxwire_service_resident_memory_bytes")).length, 1);
});

Deno.test("prometheusText() is the exposition format: HELP, TYPE, then the samples of that name, each name once", () => {
  const text = prometheusText(hostStatus(serviceStatus(), GIVEN_UP));
  ok(text.endsWith("\n"));
  const names: string[] = [];
  let name = "";
  for (const line of text.trimEnd().split("\n")) {
    const help = /^# HELP ([a-z_]+) \S.*\.$/.exec(line);
    if (help !== null) {
      name = help[1]!;
      names.push(name);
    } else if (line.startsWith("# TYPE ")) {
      match(line, new RegExp(`^# TYPE ${name} (gauge|counter|summary)$`));
      equal(line.endsWith("counter"), name.endsWith("_total"));
    } else {
      match(line, new RegExp(`^${name}(_sum|_count)?(\\{([a-z_]+="([^"\\\\]|\\\\["\\\\n])*",?)+\\})? [-\\d.e+]+$`));
    }
  }
  deepEqual(names, [...new Set(names)]);
});
