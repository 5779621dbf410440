/**
 * Measures round trips side by side: in short alternating blocks, so that other work of the machine affects all of
 * them.
 *
 * @module
 */
import { quantile } from "./quantile.ts";
import { BATCH, mockRoundTrip, rawRoundTrip, recordedRoundTrip, sdkRoundTrip, SECRETS } from "./round_trip.ts";

/** How much is measured. */
export interface PingOptions {
  /**
   * The number of blocks of each round trip.
   *
   * @default {40}
   */
  rounds?: number;
  /**
   * The number of round trips in a block.
   *
   * @default {250}
   */
  roundTrips?: number;
  /**
   * The number of uncounted blocks at the beginning, while both ends are being compiled.
   *
   * @default {40}
   */
  warmUpRounds?: number;
}

/** The times of one round trip. */
export interface PingTimes {
  /** Half of the round trips took at most this long, in microseconds. */
  p50Us: number;
  /** 99 of 100 round trips took at most this long, in microseconds. */
  p99Us: number;
  /** Frames a second in both directions, with as many in flight as allowed. */
  framesPerSecond: number;
}

/** The times of all round trips. */
export interface PingReport {
  /** The number of counted round trips, of each kind. */
  samples: number;
  /** The number of blocks. */
  rounds: number;
  /** The same bytes, echoed by a program that does not interpret them: the floor. */
  raw: PingTimes;
  /** Ping from Fluxwire's client to a driver of the SDK. */
  sdk: PingTimes;
  /** Ping from Fluxwire's client to the mock driver. */
  mock: PingTimes;
  /** Ping from Fluxwire's client to a driver of the SDK, through a recording. */
  recorded: PingTimes;
  /** The same, with five secrets to mask. */
  masked: PingTimes;
}

/**
 * Starts the programs, measures their round trips, and stops them.
 *
 * @param signal Ends it all; the promise then rejects.
 */
export async function measurePing(signal: AbortSignal, options: PingOptions = {}): Promise<PingReport> {
  const { rounds = 40, roundTrips = 250, warmUpRounds = 40 } = options;
  await using stack = new AsyncDisposableStack();
  const trips = [
    stack.use(await rawRoundTrip(signal)),
    stack.use(await sdkRoundTrip(signal)),
    stack.use(await mockRoundTrip(signal)),
    stack.use(await recordedRoundTrip(signal)),
    stack.use(await recordedRoundTrip(signal, SECRETS)),
  ];
  const giveUp = (): void => trips.forEach((trip) => trip.close());
  signal.addEventListener("abort", giveUp, { once: true });
  stack.defer(() => signal.removeEventListener("abort", giveUp));
  const samples = trips.map((): Samples => ({ once: [], batch: [] }));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [i, trip] of trips.entries()) {
      const once = await measureBlock(() => trip.once(), roundTrips, signal);
      const batch = await measureBlock(() => trip.batch(), Math.ceil(roundTrips / BATCH), signal);
      if (round < 0) continue;
      samples[i]!.once.push(...once);
      samples[i]!.batch.push(...batch);
    }
  }
  const [raw, sdk, mock, recorded, masked] = samples.map(timesOf) as [PingTimes, ...PingTimes[]];
  return {
    samples: rounds * roundTrips,
    rounds,
    raw,
    sdk: sdk!,
    mock: mock!,
    recorded: recorded!,
    masked: masked!,
  };
}

/** The times of round trips and of batches, in milliseconds. */
type Samples = Record<"once" | "batch", number[]>;

async function measureBlock(step: () => Promise<unknown>, times: number, signal: AbortSignal): Promise<number[]> {
  const ms: number[] = [];
  try {
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      await step();
      ms.push(performance.now() - start);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  return ms;
}

function timesOf({ once, batch }: Samples): PingTimes {
  return {
    p50Us: quantile(once, 0.5) * 1_000,
    p99Us: quantile(once, 0.99) * 1_000,
    framesPerSecond: BATCH / quantile(batch, 0.5) * 1_000,
  };
}
