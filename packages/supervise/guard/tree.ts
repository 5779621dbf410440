/**
 * The processes of launches, as a guard reports them.
 *
 * @module
 */

/** A process of a launch: the program, its wrapper, or a process that either started. */
export interface TreeProcess {
  /** Its id. */
  pid: number;
  /** The launch it belongs to. */
  launch: string;
  /** How much of it is in memory, in bytes; pages that processes share count for each. */
  residentBytes: number;
  /** The processor time it has used, in milliseconds. */
  cpuMs: number;
  /** How many threads it has. */
  threads: number;
}

/** Ticks of the kernel's processor times: 100 a second, independent of the kernel's own rate. */
const TICK_MS = 10;
/** Where things stand in `/proc/PID/stat`, counted from behind the program's name. */
const GROUP = 2;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const THREADS = 17;
const PAGE_SIZES = [4_096, 16_384, 65_536] as const;

/**
 * Reads an answer of a guard.
 *
 * @param lines Its lines.
 * @param launches The launches by their process group: finds the launch of processes that have cleared their environment.
 * @param pageEstimate The bytes of a page, roughly.
 */
export function readTree(
  lines: readonly string[],
  launches: ReadonlyMap<number, string>,
  pageEstimate: number,
): TreeProcess[] {
  const pageBytes = pageSize(pageEstimate);
  const processes = new Map<number, TreeProcess>();
  for (const line of lines) {
    const [id, mark, pages] = line.split(" ", 3);
    // The program's name stands in parentheses, and may hold anything.
    const stat = line.slice(line.lastIndexOf(") ") + 2).split(" ").map(Number);
    const launch = mark === "-" ? launches.get(stat[GROUP]!) : mark;
    if (launch === undefined || stat.length <= THREADS) continue;
    const pid = Number(id);
    processes.set(pid, {
      pid,
      launch,
      residentBytes: Number(pages) * pageBytes,
      cpuMs: (stat[USER_TICKS]! + stat[SYSTEM_TICKS]!) * TICK_MS,
      threads: stat[THREADS]!,
    });
  }
  return [...processes.values()];
}

/** The size that comes nearest to an estimate. */
function pageSize(estimate: number): number {
  const distance = (size: number) => Math.abs(Math.log(size / estimate));
  return PAGE_SIZES.reduce((best, size) => distance(size) < distance(best) ? size : best);
}
