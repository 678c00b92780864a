/** What stands behind the endpoints: one handler for each, whose types follow from the table in contracts. */
import type {
  BodyOf,
  Endpoint,
  EndpointName,
  Endpoints,
  GraphDocument,
  ParamsOf,
  QueryOf,
  ReplyOf,
} from "@gipfel/contracts";
import type { TextAnswer } from "@gipfel/service";
import type { IdempotentRequest } from "@gipfel/store";

/** A request that was checked: its parts fit the schemas of the endpoint, and the caller may ask this. */
export interface Call<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** What makes a creation happen once; undefined where the client gave no key. */
  readonly once: IdempotentRequest | undefined;
  /** The version that a change is conditional on; undefined where it is not. */
  readonly version: number | undefined;
  /** Of the caller. */
  readonly role: "read" | "write";
  /** Given when the client goes away before the answer is complete. */
  readonly signal: AbortSignal;
}

/** A file as the answer. */
export interface BytesAnswer<Type extends string> {
  readonly bytes: Uint8Array;
  readonly type: Type;
  /** What a browser saves it as. */
  readonly fileName?: string;
  /** The same address will always give the same bytes. */
  readonly immutable: boolean;
}

/** A text that somebody else writes, perhaps while it is sent. */
export interface WrittenAnswer<Type extends string> extends TextAnswer {
  readonly type: Type;
  /** What a browser saves it as. */
  readonly fileName?: string;
}

export type Answer<E extends Endpoint> = E["reply"] extends { readonly bytes: readonly (infer Type extends string)[] }
  ? BytesAnswer<Type> | WrittenAnswer<Type>
  : E["reply"] extends typeof GraphDocument
    ? ReplyOf<E> | WrittenAnswer<"application/json">
    : ReplyOf<E>;

export type Handler<E extends Endpoint> = (call: Call<E>) => Answer<E> | Promise<Answer<E>>;

/** An endpoint without a handler, or with one of other types, does not compile. */
export type Handlers = { readonly [Name in EndpointName]: Handler<Endpoints[Name]> };

/** The handlers of one tag, which one file holds. */
export type HandlersOf<Tag extends Endpoints[EndpointName]["tag"]> = {
  readonly [Name in EndpointName as Endpoints[Name]["tag"] extends Tag ? Name : never]: Handler<Endpoints[Name]>;
};

/** What endpoints without a reply answer. */
export const noAnswer = (): undefined => undefined;
