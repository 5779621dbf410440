/**
 * Devices as authors define them.
 *
 * @module
 */
import { type DeviceInterface, lackOf, type MethodKinds, type MethodsOfInterface } from "./interface.ts";
import type { DeviceLog, Method } from "./method.ts";
import type { Schema } from "./schema.ts";
import { type ObjectOf, t } from "./t.ts";

/** Methods by their names on the wire. */
export type Methods = Readonly<Record<string, Method>>;

/** The keys of a configuration, each with what it may be. */
export type ConfigFields = Readonly<Record<string, Schema<unknown>>>;

/** What a device may use of a child. */
export interface Child {
  /** Calls a method. */
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** What a device gets besides its configuration. */
export interface OpenContext {
  /** The devices below it, by name. */
  readonly children: Readonly<Record<string, Child>>;
  /** Writes to the log that clients see. */
  readonly log: DeviceLog;
}

/** A device that is open. */
export interface OpenDevice<M extends Methods = Methods> {
  /** What clients can call. */
  readonly methods: M;
  /** Help of commands that are no methods, by name; none for most devices. */
  readonly commandsDescription?: Readonly<Record<string, string>>;
  /** Brings it to its first state: before each session of a client. */
  reset?(): void | Promise<void>;
  /** Lets go of all that it holds, at the end. */
  close?(): void | Promise<void>;
}

/** What {@link defineDevice} takes. */
export interface DeviceDefinition<Fields extends ConfigFields, Kinds extends MethodKinds, M extends Methods> {
  /** What it is called. */
  readonly name: string;
  /** An interface whose methods it has: checked by the compiler, and when it is opened. Its client class is used. */
  readonly implements?: DeviceInterface<Kinds>;
  /** The dotted path of its client class in Python; one without a class is used by name of method. */
  readonly clientClass?: string;
  /** What it is, in a sentence: the help of its commands. */
  readonly description?: string;
  /** More labels of the node. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Its semantic version, which clients see. */
  readonly version?: string;
  /** The keys of its configuration. */
  readonly config?: Fields;
  /** Devices that it always has below it, by name. */
  readonly children?: Readonly<Record<string, Device>>;
  /** Opens it. */
  open(config: ObjectOf<Fields>, context: OpenContext): OpenDevice<M> | Promise<OpenDevice<M>>;
}

/** A device that can be opened. */
export interface Device<Config = unknown, M extends Methods = Methods> {
  /** What it is called. */
  readonly name: string;
  /** The dotted path of its client class in Python. */
  readonly clientClass: string;
  /** What it is; null without a text. */
  readonly description: string | null;
  /** The node's labels, without those of the wire. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its version; null without one. */
  readonly version: string | null;
  /** What its configuration may be. */
  readonly config: Schema<Config>;
  /** Devices that it always has below it. */
  readonly children: Readonly<Record<string, Device>>;
  /** Opens it with a configuration that was checked. */
  // deno-lint-ignore no-explicit-any
  readonly open: (config: any, context: OpenContext) => OpenDevice<M> | Promise<OpenDevice<M>>;
}

/** The client class of a device that names none: it is used by names of methods. */
const PLAIN_CLIENT = "jumpstarter.client.DriverClient";

/** The client class of a device that has only children. */
export const COMPOSITE_CLIENT = "jumpstarter_driver_composite.client.CompositeClient";

/**
 * Defines a device.
 *
 * @example
 * ```ts
 * import { call, defineDevice, t } from "../mod.ts";
 *
 * const lamp = defineDevice({
 *   name: "lamp",
 *   config: { colour: t.default(t.string(), "white") },
 *   open: ({ colour }) => ({
 *     methods: { colour: call([], () => colour, "The colour of the light") },
 *   }),
 * });
 * ```
 */
export function defineDevice<
  const Fields extends ConfigFields = Record<never, never>,
  const Kinds extends MethodKinds = Record<never, never>,
  M extends Methods & MethodsOfInterface<Kinds> = Methods & MethodsOfInterface<Kinds>,
>(definition: DeviceDefinition<Fields, Kinds, M>): Device<ObjectOf<Fields>, M> {
  const { name, clientClass, description, labels, version, config, children } = definition;
  return {
    name,
    clientClass: clientClass ?? definition.implements?.clientClass ?? PLAIN_CLIENT,
    description: description ?? null,
    labels: labels ?? {},
    version: version ?? null,
    config: t.object(config ?? {} as Fields),
    children: children ?? {},
    async open(config, context) {
      const opened = await definition.open(config, context);
      const lack = definition.implements === undefined ? null : lackOf(definition.implements, opened.methods);
      if (lack === null) return opened;
      await opened.close?.();
      throw new TypeError(`Cannot open ${name}: it does not implement ${definition.implements!.name}: ${lack}`);
    },
  };
}
