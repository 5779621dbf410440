/** What a server counts, as Prometheus reads it. */

/** The upper bounds of the times that are counted apart, in seconds. */
const BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];

/** Methods that have series of their own: clients can send any. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A measured value beside those of the HTTP end. */
export interface Sample {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly value: number;
}

interface Times {
  readonly counts: number[];
  count: number;
  sum: number;
}

/** Requests by method, route and status, and how long they took. */
export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #times = new Map<string, Times>();

  /** Counts an answered request. `route` is the path of the table, so that ids make no series. */
  count(method: string, route: string, status: number, seconds: number): void {
    const known = METHODS.includes(method) ? method : "other";
    const labels = `method="${known}",route="${route}",status="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    const name = `route="${route}"`, times = this.#times.get(name) ?? { counts: BOUNDS.map(() => 0), count: 0, sum: 0 };
    this.#times.set(name, times);
    times.count++;
    times.sum += seconds;
    for (const [at, bound] of BOUNDS.entries()) if (seconds <= bound) times.counts[at]!++;
  }

  /** The text of all values. */
  text(samples: readonly Sample[]): string {
    const lines = [
      ...head("apiplant_http_requests_total", "Answered requests", "counter"),
      ...[...this.#requests].map(([labels, count]) => `apiplant_http_requests_total{${labels}} ${count}`),
      ...head("apiplant_http_request_seconds", "How long requests took", "histogram"),
      ...[...this.#times].flatMap(([route, { counts, count, sum }]) => [
        ...BOUNDS.map((bound, at) => `apiplant_http_request_seconds_bucket{${route},le="${bound}"} ${counts[at]}`),
        `apiplant_http_request_seconds_bucket{${route},le="+Inf"} ${count}`,
        `apiplant_http_request_seconds_sum{${route}} ${sum}`,
        `apiplant_http_request_seconds_count{${route}} ${count}`,
      ]),
      ...samples.flatMap(({ name, help, type, value }) => [...head(name, help, type), `${name} ${value}`]),
    ];
    return `${lines.join("\n")}\n`;
  }
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
