/** What the metrics show of the write path. */
import type { Sample } from "../http/metrics.ts";
import type { RunningCore } from "./start_core.ts";

/** The values now. */
export function samplesOf({ counts, committer }: RunningCore): Sample[] {
  return [
    counter("apiplant_lost_races_total", "Appends that another server overtook", counts.lostRaces),
    counter("apiplant_unsettled_appends_total", "Appends whose answer was lost for long", counts.unsettled),
    gauge("apiplant_waiting_commands", "Changes that wait for their place in the log", committer.queued),
  ];
}

function counter(name: string, help: string, value: number): Sample {
  return { name, help, type: "counter", value };
}

function gauge(name: string, help: string, value: number): Sample {
  return { name, help, type: "gauge", value };
}
