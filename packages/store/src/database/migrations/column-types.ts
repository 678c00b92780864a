import type { ColumnDataType, RawBuilder } from "kysely";

/**
 * Types whose spelling differs between the databases. JSON and timestamps are text, whole numbers `bigint`, and there
 * are no booleans, so that rows read the same from both.
 */
export interface ColumnTypes {
  readonly text: ColumnDataType | RawBuilder<unknown>;
}
