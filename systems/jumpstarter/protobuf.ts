/**
 * The part of npm:@bufbuild/protobuf that this package uses: the only place that names its version.
 *
 * @module
 */
export {
  create,
  type DescMessage,
  fromBinary,
  type Message,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "npm:@bufbuild/protobuf@2.17.0";
export {
  enumDesc,
  fileDesc,
  type GenEnum,
  type GenFile,
  type GenMessage,
  type GenService,
  messageDesc,
  serviceDesc,
} from "npm:@bufbuild/protobuf@2.17.0/codegenv2";
export {
  type Duration,
  type Empty,
  EmptySchema,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  type Timestamp,
  type Value,
  ValueSchema,
} from "npm:@bufbuild/protobuf@2.17.0/wkt";
