/** Records to rows and back: text, whole numbers and null are columns of their own, anything else is JSON text. */
import { GipfelError, parseAs } from "@gipfel/contracts";
import { type Static, type TObject, type TSchema, Type } from "typebox";

type ColumnOf<Value> = Value extends string | number | null | undefined ? Value : string;

/** The row that holds a record. */
export type RowOf<Value> = { [Key in keyof Value]: ColumnOf<Value[Key]> };

/** A record of a damaged row: what could be read, and stand-ins for the rest. Nothing is to be made of it. */
export interface Damage {
  /** Why; undefined for a sound record. */
  readonly damage?: string;
}

export interface RowCodec<Value> {
  /**
   * Columns of a record or of some of its properties; those that are undefined are left out.
   *
   * @throws GipfelError OPTION_INVALID, naming the property that does not fit.
   */
  encode<Part extends Partial<Value>>(part: Part): RowOf<Part>;
  /** @throws GipfelError STORE_CORRUPT where the row holds what was never written: a damaged database. */
  decode(row: RowOf<Value>): Value;
  /** For lists and deletions, which go on where a row is damaged. */
  recover(row: RowOf<Value>): Value & Damage;
}

/**
 * @param subject what one record is, as messages name it: "model"
 * @param fallback stands in for columns of a damaged row
 */
export function rowCodec<Schema extends TObject>(
  schema: Schema,
  subject: string,
  fallback: Partial<Static<Schema>> = {},
): RowCodec<Static<Schema>> {
  const properties: Readonly<Record<string, TSchema>> = schema.properties;
  const parts = Type.Partial(schema);
  const parse = (row: Readonly<Record<string, unknown>>, key: string) => {
    const value = row[key];
    return typeof value === "string" && !isColumn(properties[key]) ? parseJson(value, `${subject}: /${key}`) : value;
  };
  const decode = (row: RowOf<Static<Schema>>): Static<Schema> => {
    const record = Object.fromEntries(Object.keys(row).map((key) => [key, parse(row, key)]));
    return parseAs(schema, record, "STORE_CORRUPT", `row of a ${subject}`);
  };
  const recoverColumn = (row: Readonly<Record<string, unknown>>, key: string): unknown => {
    try {
      return parseAs(properties[key] as TSchema, parse(row, key), "STORE_CORRUPT", key);
    } catch (error) {
      if (!(error instanceof GipfelError)) throw error;
      const stand = (fallback as Readonly<Record<string, unknown>>)[key];
      return stand === undefined ? standIns[key] : stand;
    }
  };
  return {
    encode<Part extends Partial<Static<Schema>>>(part: Part) {
      const given = Object.entries(part).filter(([, value]) => value !== undefined);
      parseAs(parts, Object.fromEntries(given), "OPTION_INVALID", subject);
      return Object.fromEntries(
        given.map(([key, value]) => [key, value === null || isColumn(properties[key]) ? value : JSON.stringify(value)]),
      ) as RowOf<Part>;
    },
    decode,
    recover(row) {
      try {
        return decode(row);
      } catch (error) {
        if (!(error instanceof GipfelError)) throw error;
        const known = Object.keys(row).map((key) => [key, recoverColumn(row, key)]);
        // By its id, whatever that is, the row is deleted.
        const key = "id" in row ? { id: row.id } : {};
        return { ...Object.fromEntries(known), ...key, damage: error.message };
      }
    },
  };
}

/** Of columns that several tables have. */
const standIns: Readonly<Record<string, unknown>> = {
  ...{ name: "damaged", hash: null, bytes: 0, version: 1, path: null, result: null, clonedFrom: null },
  ...{ createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() },
  ...{ status: "failed", progress: null, error: null, startedAt: null, finishedAt: null },
};

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
