import { Type } from "typebox";
import { Id } from "../common.js";

export const analysisParams = Type.Object({ analysis: Id() });
export const nodeId = () => Type.String({ minLength: 1, maxLength: 500 });
export const imageIndex = () => Type.String({ pattern: "^(0|[1-9][0-9]{0,14})$" });
