import { noAnswer } from "./connect.js";

/**
 * A `fetch` for uploads that tells which part of the body has gone out, which the browser's own does not.
 * @param onProgress is given a number in [0, 1]
 */
export function uploadFetch(onProgress: (part: number) => void): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const { method = "GET", headers, body = null, signal } = init;
      const request = new XMLHttpRequest();
      request.open(method, String(input));
      request.responseType = "text";
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
        if (lengthComputable) onProgress(loaded / total);
      };
      request.onload = () => {
        const replyHeaders = new Headers();
        for (const name of ["content-type", "retry-after"]) {
          const value = request.getResponseHeader(name);
          if (value !== null) replyHeaders.set(name, value);
        }
        const { status, statusText, responseText } = request;
        resolve(new Response(status === 204 ? null : responseText, { status, statusText, headers: replyHeaders }));
      };
      request.onerror = () => reject(new Error(noAnswer));
      request.onabort = () => reject(new DOMException("The upload was stopped", "AbortError"));
      signal?.addEventListener("abort", () => request.abort());
      if (signal?.aborted) request.abort();
      else request.send(body instanceof Blob ? body : null);
    });
}
