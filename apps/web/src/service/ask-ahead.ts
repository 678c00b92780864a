import type { Client } from "@gipfel/client";
import { largestGraph } from "../graph-model/whole-size.js";
import type { Route } from "../routing/route.js";
import { namedOrFirst } from "./named-or-first.js";

/**
 * The service, with what the page of a graph asks for first asked already: the code of the page is still on its way then,
 * and would wait for one answer after the other.
 */
export function askAhead<S extends Pick<Client, "listResults" | "showGraph">>(service: S, route: Route): S {
  if (route.page !== "graph") return service;
  const { address } = route;
  const listResults = aheadOf(service.listResults);
  const showGraph = aheadOf(service.showGraph);
  const results = listResults.ask({ query: { limit: 200 } });
  const graph = results.then(({ items }) => {
    const analysis = namedOrFirst(items, address.analysis);
    const entry = namedOrFirst(analysis?.classes, address.class);
    if (!analysis || !entry || address.view !== null) return;
    return showGraph.ask({ params: { analysis: analysis.id, class: entry.id }, query: largestGraph });
  });
  // Whoever asks for it hears of it.
  graph.catch(() => undefined);
  return { ...service, listResults: listResults.take, showGraph: showGraph.take };
}

/** Of a request: what its answer depends on. */
interface Given {
  readonly params?: object;
  readonly query?: object;
}

function aheadOf<G extends Given | undefined, T>(operation: (given: G) => Promise<T>) {
  const asked = new Map<string, Promise<T>>();
  const subjectOf = (given: G) => JSON.stringify([given?.params, given?.query]);
  return {
    ask(given: G): Promise<T> {
      const answer = operation(given);
      asked.set(subjectOf(given), answer);
      return answer;
    },
    /** Once: who asks again wants to hear what is new. */
    take(given: G): Promise<T> {
      const subject = subjectOf(given);
      const answer = asked.get(subject);
      asked.delete(subject);
      return answer ?? operation(given);
    },
  };
}
