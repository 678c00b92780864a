import {
  AnalysisDocument,
  type AnalysisSummary,
  endpoints,
  type GraphDocument,
  parseAs,
  parseGraphDocument,
} from "@gipfel/contracts";

/** The routes of the service, for one page. Every method throws an Error whose message is meant for the reader. */
export class ApiClient {
  /** @param token what the service demands when it listens beyond loopback. */
  constructor(private readonly token: string | null) {}

  /** The finished ones. */
  async listAnalyses(signal?: AbortSignal): Promise<AnalysisSummary[]> {
    const analyses: AnalysisSummary[] = [];
    let cursor = "";
    do {
      const reply = await this.get(`results?limit=200${cursor}`, signal);
      const page = parseAs(endpoints.listResults.reply, await reply.json(), "GRAPH_INVALID", "list of analyses");
      analyses.push(...page.items);
      cursor = page.next === null ? "" : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor);
    return analyses;
  }

  async readAnalysis(analysis: string, signal?: AbortSignal): Promise<AnalysisDocument> {
    const reply = await this.get(`analyses/${encodeURIComponent(analysis)}/document`, signal);
    return parseAs(AnalysisDocument, await reply.json(), "GRAPH_INVALID", "analysis");
  }

  async readGraph(analysis: string, classId: string, signal?: AbortSignal): Promise<GraphDocument> {
    const reply = await this.get(
      `analyses/${encodeURIComponent(analysis)}/graphs/${encodeURIComponent(classId)}`,
      signal,
    );
    return parseGraphDocument(await reply.json());
  }

  /** The image as the network saw it: one pixel per pixel of its input. */
  async readImage(analysis: string, index: number): Promise<ImageBitmap> {
    const reply = await this.get(`analyses/${encodeURIComponent(analysis)}/images/${index}`);
    return createImageBitmap(await reply.blob());
  }

  private async get(route: string, signal?: AbortSignal): Promise<Response> {
    const headers: HeadersInit = this.token ? { authorization: `Bearer ${this.token}` } : {};
    let reply: Response;
    try {
      reply = await fetch(`/api/${route}`, { signal, headers });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new Error("The service does not answer. Is gipfel serve still running?", { cause });
    }
    if (reply.ok) return reply;
    const problem: unknown = await reply.json().catch(() => null);
    throw new Error(detailOf(problem) ?? `The service answered ${reply.status} to ${route}`);
  }
}

function detailOf(problem: unknown): string | null {
  if (typeof problem !== "object" || problem === null || !("detail" in problem)) return null;
  return typeof problem.detail === "string" ? problem.detail : null;
}
