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

/** What is counted of a route. */
interface Counts {
  /** By method, and by status. */
  readonly requests: Map<string, Map<number, number>>;
  /** Of times up to each bound and above the one before it. */
  readonly within: number[];
  count: number;
  sum: number;
}

/** Requests by method, route and status, and how long they took. */
export class Metrics {
  readonly #routes = new Map<string, Counts>();

  /** Counts an answered request. `route` is the path of the table, so that ids make no series. */
  count(method: string, route: string, status: number, seconds: number): void {
    const known = METHODS.includes(method) ? method : "other";
    let counts = this.#routes.get(route);
    if (counts === undefined) {
      counts = { requests: new Map(), within: BOUNDS.map(() => 0), count: 0, sum: 0 };
      this.#routes.set(route, counts);
    }
    let statuses = counts.requests.get(known);
    if (statuses === undefined) counts.requests.set(known, statuses = new Map());
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    counts.count++;
    counts.sum += seconds;
    const at = BOUNDS.findIndex((bound) => seconds <= bound);
    if (at >= 0) counts.within[at]!++;
  }

  /** The text of all values. */
  text(samples: readonly Sample[]): string {
    const lines = [
      ...head("apiplant_http_requests_total", "Answered requests", "counter"),
      ...[...this.#routes].flatMap(([route, { requests }]) =>
        [...requests].flatMap(([method, statuses]) =>
          [...statuses].map(([status, count]) =>
            `apiplant_http_requests_total{method="${method}",route="${route}",status="${status}"} ${count}`
          )
        )
      ),
      ...head("apiplant_http_request_seconds", "How long requests took", "histogram"),
      ...[...this.#routes].flatMap(([route, { within, count, sum }]) => [
        ...buckets(within).map(([bound, count]) =>
          `apiplant_http_request_seconds_bucket{route="${route}",le="${bound}"} ${count}`
        ),
        `apiplant_http_request_seconds_bucket{route="${route}",le="+Inf"} ${count}`,
        `apiplant_http_request_seconds_sum{route="${route}"} ${sum}`,
        `apiplant_http_request_seconds_count{route="${route}"} ${count}`,
      ]),
      ...samples.flatMap(({ name, help, type, value }) => [...head(name, help, type), `${name} ${value}`]),
    ];
    return `${lines.join("\n")}\n`;
  }
}

/** How many times are up to each bound. */
function buckets(within: readonly number[]): [bound: number, count: number][] {
  let sum = 0;
  return BOUNDS.map((bound, at) => [bound, sum += within[at]!]);
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}
