import { Type } from "typebox";

/** The one row that says which store a database is. */
export const Identity = Type.Object({ id: Type.String() });
