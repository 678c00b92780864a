import type { Static, TObject, TSchema } from "typebox";

/** What a caller must be allowed: nothing, to look, or to change things. */
export type Role = "anyone" | "read" | "write";

/** One route of the service: what it takes and what it gives. Routes, OpenAPI and client all follow from it. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:name` for each of `params`. */
  readonly path: `/api/${string}`;
  /** One sentence. */
  readonly summary: string;
  readonly tag: string;
  readonly role: Role;
  readonly params?: TObject;
  readonly query?: TObject;
  /** JSON; or bytes of a media type, streamed. */
  readonly body?: TSchema | { readonly bytes: string };
  /** JSON; bytes of one of these media types; or events. */
  readonly reply: TSchema | { readonly bytes: readonly string[] } | { readonly events: TSchema } | null;
  /** Status of success; 200 unless given. */
  readonly status?: 201 | 202 | 204;
}

export const endpoint = <const E extends Endpoint>(given: E): E => given;

type Values<T> = T extends TSchema ? Static<T> : undefined;

/** What clients may leave out takes its default: see `Default`. */
type Given<T> =
  T extends TObject<infer Properties>
    ? Omit<Static<T>, DefaultKeys<Properties>> & Partial<Pick<Static<T>, DefaultKeys<Properties> & keyof Static<T>>>
    : undefined;
type DefaultKeys<Properties> = {
  [K in keyof Properties]: Properties[K] extends { readonly default: unknown } ? K : never;
}[keyof Properties];

export type ParamsOf<E extends Endpoint> = E extends { readonly params: infer S } ? Values<S> : undefined;

/** As the service sees it: defaults filled in. */
export type QueryOf<E extends Endpoint> = E extends { readonly query: infer S } ? Values<S> : undefined;

/** As clients write it. */
export type GivenQueryOf<E extends Endpoint> = E extends { readonly query: infer S } ? Given<S> : undefined;

/** @typeParam Bytes what stands for a body that is no JSON: a stream here, whatever `fetch` sends there. */
export type BodyOf<E extends Endpoint, Bytes = AsyncIterable<Uint8Array>> = E extends { readonly body: infer B }
  ? B extends { readonly bytes: string }
    ? Bytes
    : Values<B>
  : undefined;

/** As clients write it. */
export type GivenBodyOf<E extends Endpoint, Bytes> = E extends { readonly body: infer B }
  ? B extends { readonly bytes: string }
    ? Bytes
    : Given<B>
  : undefined;

/** @typeParam Bytes what stands for a reply that is no JSON */
export type ReplyOf<E extends Endpoint, Bytes = Uint8Array> = E["reply"] extends null
  ? undefined
  : E["reply"] extends { readonly bytes: readonly string[] }
    ? Bytes
    : E["reply"] extends { readonly events: infer S }
      ? AsyncIterable<Values<S>>
      : Values<E["reply"]>;
