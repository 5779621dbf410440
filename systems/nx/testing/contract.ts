/**
 * What every driver must keep to, as checks that any test can run.
 *
 * @module
 */
import { endpointsOf } from "../sdk/declared.ts";
import type { Driver } from "../sdk/definition.ts";
import { TestDriver } from "./test_driver.ts";

/** What the contract is checked with. */
export interface ContractSubject {
  /** The driver. */
  readonly driver: Driver;
  /** A configuration that it can use. */
  readonly config: unknown;
  /** A configuration that it must refuse. */
  readonly badConfig: unknown;
}

/** A rule of the contract. */
export interface ContractRule {
  /** The rule, as a sentence. */
  readonly name: string;
  /** Says what is wrong; null if the driver keeps to it. */
  check(subject: ContractSubject): Promise<string | null>;
}

/** Every rule. */
export const CONTRACT: readonly ContractRule[] = [
  {
    name: "it is the same device each time",
    async check({ driver, config }) {
      const keys = [];
      for (let i = 0; i < 2; i++) {
        await using test = await TestDriver.start(driver, { config });
        const device = test.published.find(({ call }) => call === "device")?.value as
          | Record<string, unknown>
          | undefined;
        keys.push(device?.["externalDeviceKey"]);
      }
      if (typeof keys[0] !== "string" || keys[0] === "") return "it publishes no device with an externalDeviceKey";
      return keys[0] === keys[1] ? null : `its externalDeviceKey was ${keys[0]}, then ${keys[1]}`;
    },
  },
  {
    name: "it refuses a configuration that it cannot use",
    async check({ driver, badConfig }) {
      const test = await TestDriver.create(driver, { config: badConfig }).catch(() => null);
      return test === null ? null : "it takes the configuration";
    },
  },
  {
    name: "a command for an endpoint that it has not declared fails",
    async check({ driver, config }) {
      await using test = await TestDriver.start(driver, { config });
      const { success, message, code } = await test.command("no-such-endpoint", true);
      return !success && code === "NotFound" ? null : `it answers ${success}, ${message}, ${code}`;
    },
  },
  {
    name: "a payload that breaks an endpoint's value schema is refused, and so is what is no JSON",
    async check({ driver, config }) {
      await using test = await TestDriver.start(driver, { config });
      for (const { key, valueSchema } of endpointsOf(driver)) {
        if (valueSchema.length === 0) continue;
        for (const payload of [new TextEncoder().encode("{"), { no: ["such", "value"] }]) {
          const { success, code, message } = await test.command(key, payload);
          if (success || code !== "InvalidArgument") return `${key} answers ${success}, ${message}, ${code}`;
        }
      }
      return null;
    },
  },
  {
    name: "it can be stopped twice",
    async check({ driver, config }) {
      const test = await TestDriver.start(driver, { config });
      await test.stop();
      await test.stop();
      return null;
    },
  },
  {
    name: "it says how well it is while it stops",
    async check({ driver, config }) {
      const test = await TestDriver.start(driver, { config });
      const stopping = test.stop(), { status } = await test.health();
      await stopping;
      return ["OK", "DEGRADED", "DOWN"].includes(status) ? null : `its health is ${status}`;
    },
  },
];

/**
 * Checks a driver against every rule.
 *
 * @returns What is wrong, as `rule: fault`; empty if it keeps to all.
 */
export async function contractFaults(subject: ContractSubject): Promise<string[]> {
  const faults: string[] = [];
  for (const { name, check } of CONTRACT) {
    const fault = await check(subject).catch((error) => `${error instanceof Error ? error.message : error}`);
    if (fault !== null) faults.push(`${name}: ${fault}`);
  }
  return faults;
}
