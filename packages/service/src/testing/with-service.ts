import { openService } from "../open-service.js";
import type { Service } from "../service.js";
import { testJobProcess } from "./job-process.js";

/** An embedded service on a state folder, closed after its use. */
export async function withService<T>(state: string, use: (service: Service) => Promise<T>): Promise<T> {
  const service = await openService({ state, jobProcess: testJobProcess });
  try {
    return await use(service);
  } finally {
    await service.close();
  }
}
