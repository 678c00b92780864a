import {
  type BodyOf,
  type Endpoint,
  type EndpointName,
  type Endpoints,
  endpoints,
  type GivenBodyOf,
  type GivenQueryOf,
  type ParamsOf,
  type ReplyOf,
} from "@gipfel/contracts";
import { type CallOptions, type Given, send } from "./send.js";

export interface ClientOptions {
  /** Where the service listens: `http://127.0.0.1:7654`. */
  readonly baseUrl: string;
  /** Where the service needs one. */
  readonly token?: string;
  /** In place of the one that is there. */
  readonly fetch?: typeof fetch;
}

/** What fetch sends as the bytes of an upload. */
type Upload = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>;

/** Properties that may be left out altogether where nothing in them is required. */
type Part<Name extends string, T> = [T] extends [undefined]
  ? unknown
  : Partial<T> extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };

type Arguments<E extends Endpoint> = CallOptions &
  Part<"params", ParamsOf<E>> &
  Part<"query", GivenQueryOf<E>> &
  ([BodyOf<E>] extends [undefined] ? unknown : { readonly body: GivenBodyOf<E, Upload> });

type Method<E extends Endpoint> =
  Partial<Arguments<E>> extends Arguments<E>
    ? (given?: Arguments<E>) => Promise<ReplyOf<E>>
    : (given: Arguments<E>) => Promise<ReplyOf<E>>;

/** One method for each endpoint of the service, typed by the table that the service itself is made of. */
export type Client = { readonly [Name in EndpointName]: Method<Endpoints[Name]> };

/** Every method throws a {@link ProblemError} for a reply that is no success, and what `fetch` throws. */
export function createClient({ baseUrl, token, fetch: request = fetch }: ClientOptions): Client {
  const target = { baseUrl: baseUrl.replace(/\/+$/, ""), token, request };
  const methods = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (given: Given = {}) => send(target, endpoint, given),
  ]);
  return Object.fromEntries(methods) as Client;
}
