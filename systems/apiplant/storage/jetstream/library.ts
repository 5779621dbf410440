/** The client library of NATS with its JetStream, as far as it is used here: the only place that names their versions. */
export {
  connect,
  type ConnectionOptions,
  credsAuthenticator,
  headers,
  type NatsConnection,
  RequestError,
  TimeoutError,
} from "npm:@nats-io/transport-node@3.4.0";
export {
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  type StoredMsg,
  type StreamConfig,
  type StreamInfo,
} from "npm:@nats-io/jetstream@3.4.0";
