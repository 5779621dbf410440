/**
 * The part of npm:@bufbuild/protobuf that this package uses: the only place that names its version.
 *
 * @module
 */
export {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  fromJsonString,
  type Message,
  type MessageInitShape,
  type MessageShape,
  toBinary,
  toJsonString,
} from "npm:@bufbuild/protobuf@2.17.0";
export {
  fileDesc,
  type GenFile,
  type GenMessage,
  type GenService,
  messageDesc,
  serviceDesc,
} from "npm:@bufbuild/protobuf@2.17.0/codegenv2";
