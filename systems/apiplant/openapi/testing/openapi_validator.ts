/** The library that checks OpenAPI documents: its one import. */
export { Validator as OpenApiValidator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
