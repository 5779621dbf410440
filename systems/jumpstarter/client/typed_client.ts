/**
 * A client with the methods of a device that is defined in TypeScript.
 *
 * @module
 */
import type { Device as DefinedDevice, Methods } from "../device/define_device.ts";
import type { Given, Method, MethodKind } from "../device/method.ts";
import type { ByteStream } from "./byte_stream.ts";
import type { Device } from "./device.ts";

/** What a method is for a client. */
export type ClientMethodOf<M> = M extends Method<infer Kind, infer Values, infer Result>
  ? Kind extends "call" ? (...args: Given<Values>) => Promise<Answer<Awaited<Result>>>
  : Kind extends "stream" ? (...args: Given<Values>) => AsyncGenerator<Answer<ItemOf<Result>>>
  : () => Promise<ByteStream>
  : never;

/** What a streaming method gives, one after the other. */
export type ItemOf<Result> = Result extends AsyncIterable<infer Item> | Iterable<infer Item> ? Item : never;

/** A method that gives nothing is answered with null. */
export type Answer<T> = T extends void | undefined ? null : T;

/** The client of a device: its methods by name, with their types. */
export type Client<D> = D extends DefinedDevice<infer _, infer M>
  ? { readonly [Name in keyof M]: ClientMethodOf<M[Name]> }
  : never;

/** A client with the methods that a device has. */
export function typedClient<M extends Methods>(
  device: Device,
  methods: Iterable<{ readonly name: string; readonly kind: MethodKind }>,
): Client<DefinedDevice<unknown, M>> {
  const own = Array.from(methods, ({ name, kind }) => [name, methodFor(device, name, kind)]);
  return Object.fromEntries(own) as Client<DefinedDevice<unknown, M>>;
}

function methodFor(device: Device, name: string, kind: MethodKind): unknown {
  switch (kind) {
    case "call":
      return (...args: unknown[]) => device.call(name, args);
    case "stream":
      return (...args: unknown[]) => device.stream(name, args);
    case "bytes":
      return () => device.bytes(name);
  }
}
