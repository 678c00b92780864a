/** Records to rows and back: text, whole numbers and null are columns of their own, anything else is JSON text. */
import { GipfelError, parseAs } from "@gipfel/contracts";
import { type Static, type TObject, type TSchema, Type } from "typebox";

type ColumnOf<Value> = Value extends string | number | null | undefined ? Value : string;

/** The row that holds a record. */
export type RowOf<Value> = { [Key in keyof Value]: ColumnOf<Value[Key]> };

export interface RowCodec<Value> {
  /**
   * Columns of a record or of some of its properties; those that are undefined are left out.
   *
   * @throws GipfelError OPTION_INVALID, naming the property that does not fit.
   */
  encode<Part extends Partial<Value>>(part: Part): RowOf<Part>;
  /** @throws GipfelError STORE_CORRUPT where the row holds what was never written: a damaged database. */
  decode(row: RowOf<Value>): Value;
}

/** @param subject what one record is, as messages name it: "model". */
export function rowCodec<Schema extends TObject>(schema: Schema, subject: string): RowCodec<Static<Schema>> {
  const properties: Readonly<Record<string, TSchema>> = schema.properties;
  const parts = Type.Partial(schema);
  return {
    encode<Part extends Partial<Static<Schema>>>(part: Part) {
      const given = Object.entries(part).filter(([, value]) => value !== undefined);
      parseAs(parts, Object.fromEntries(given), "OPTION_INVALID", subject);
      return Object.fromEntries(
        given.map(([key, value]) => [key, value === null || isColumn(properties[key]) ? value : JSON.stringify(value)]),
      ) as RowOf<Part>;
    },
    decode(row) {
      const record = Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === "string" && !isColumn(properties[key]) ? parseJson(value, `${subject}: /${key}`) : value,
        ]),
      );
      return parseAs(schema, record, "STORE_CORRUPT", `row of a ${subject}`);
    },
  };
}

/** Whether values of the schema are text, whole numbers or null. */
function isColumn(schema: TSchema): boolean {
  const { type, enum: values, anyOf } = schema as { type?: unknown; enum?: unknown; anyOf?: TSchema[] };
  if (anyOf) return anyOf.every(isColumn);
  return values !== undefined || type === "string" || type === "integer" || type === "null";
}

function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GipfelError("STORE_CORRUPT", `row of a ${subject}: expected JSON, got ${text.slice(0, 40)}`, { cause });
  }
}
