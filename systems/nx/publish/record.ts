/**
 * What a driver publishes: six calls, each with its message.
 *
 * @module
 */
import type {
  DeviceDescriptor,
  DeviceEvent,
  EndpointList,
  StateUpdate,
  VariableList,
  VariableUpdate,
} from "../generated/nx/driver/v1/driver_pb.ts";

/** The message of each call. */
export interface PublishedMessages {
  UpsertDevice: DeviceDescriptor;
  UpsertEndpoints: EndpointList;
  UpsertVariables: VariableList;
  PublishState: StateUpdate;
  PublishVariable: VariableUpdate;
  PublishEvent: DeviceEvent;
}

/** The name of a call. */
export type PublishCall = keyof PublishedMessages;

/** One call with its message. */
export type PublishRecord = {
  [Call in PublishCall]: { readonly call: Call; readonly message: PublishedMessages[Call] };
}[
  PublishCall
];

/** The metadata by which a core knows a record that is sent again, because the answer was lost. */
export const KEY_METADATA: string = "nx-idempotency-key";

/** Where records go. */
export interface Sink extends AsyncDisposable {
  /** Its name, as `-publisher` has it. */
  readonly name: string;
  /**
   * Takes a record.
   *
   * @throws {PublishError} `InvalidArgument` for a record that cannot be published; any other error is the sink's own.
   */
  publish(record: PublishRecord): Promise<void>;
}

/** A record cannot be published as it is. */
export class PublishError extends Error {
  /** The class's name. */
  override readonly name = "PublishError";
  /** The kind of error. */
  readonly code = "InvalidArgument";
}
