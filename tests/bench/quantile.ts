/**
 * Quantiles of measured times.
 *
 * @module
 */

/**
 * The smallest sample that at least this share of the samples do not exceed.
 *
 * @param share From above 0 to 1: 0.5 is the median of an odd number of samples, 1 the largest.
 * @throws {RangeError} without any sample.
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.max(Math.ceil(share * sorted.length), 1) - 1];
  if (found === undefined) throw new RangeError(`Cannot give quantile ${share}: no samples; measure first`);
  return found;
}
