/**
 * What the driver says it can do, in the bits of `DriverCapabilities`. Every layout knows these.
 *
 * @module
 */

const BITS = {
  multipleDatabases: 0,
  ssl: 3,
  authentication: 4,
  queryCancellation: 5,
  queryTimeout: 6,
  exportJson: 26,
  kvScan: 30,
  kvGet: 31,
  kvSet: 32,
  kvDelete: 33,
  kvExists: 34,
  kvTtl: 35,
  kvKeyTypes: 36,
  kvValueSize: 37,
  kvRename: 38,
  kvBulkGet: 39,
  kvStreamAdd: 41,
  kvStreamDelete: 42,
};

/** All of them at once. */
export const CAPABILITIES: bigint = Object.values(BITS).reduce((set, bit) => set | 1n << BigInt(bit), 0n);
