import type { Job, JobRequest } from "./job-queue.js";

const validId = /^[A-Za-z0-9._/-]{1,500}$/;
const priorities = 2 ** 21;

/**
 * Checks what can be said of a flow without the queue, and sorts it: dependencies come before what waits for them, and
 * jobs that wait for none stay in their order.
 * @throws Error for ids that are not valid or occur twice, unknown kinds, priorities out of range, and cycles
 */
export function sortFlow<J extends Job>(
  flow: readonly JobRequest<J>[],
  kinds: readonly J["kind"][],
): readonly JobRequest<J>[] {
  const byId = new Map<string, JobRequest<J>>();
  for (const request of flow) {
    const { id, job, priority = 0 } = request;
    if (!validId.test(id)) throw new Error(`"${id}" is no id of a job: 1 to 500 letters, digits and ._/- are`);
    if (byId.has(id)) throw new Error(`job ${id} is twice in the flow`);
    byId.set(id, request);
    if (!kinds.includes(job.kind)) throw new Error(`job ${id} is of kind "${job.kind}"; known are ${kinds.join(", ")}`);
    if (!Number.isInteger(priority) || priority < 0 || priority >= priorities)
      throw new Error(`job ${id} has priority ${priority}; it must be an integer from 0 to ${priorities - 1}`);
  }
  return sortTopologically(byId);
}

/** Kahn's algorithm; jobs outside of the flow are there already and cannot wait for any in it. */
function sortTopologically<J extends Job>(flow: ReadonlyMap<string, JobRequest<J>>): readonly JobRequest<J>[] {
  const pending = new Map([...flow.keys()].map((id) => [id, 0]));
  const dependants = new Map<string, JobRequest<J>[]>([...flow.keys()].map((id) => [id, []]));
  for (const request of flow.values())
    for (const dependency of new Set(request.after)) {
      if (!flow.has(dependency)) continue;
      pending.set(request.id, pending.get(request.id)! + 1);
      dependants.get(dependency)!.push(request);
    }
  const sorted = [...flow.values()].filter(({ id }) => pending.get(id) === 0);
  // Grows while it is walked.
  for (const { id } of sorted)
    for (const dependant of dependants.get(id)!) {
      pending.set(dependant.id, pending.get(dependant.id)! - 1);
      if (pending.get(dependant.id) === 0) sorted.push(dependant);
    }
  if (sorted.length < flow.size) {
    const stuck = [...pending.keys()].filter((id) => pending.get(id)! > 0);
    throw new Error(`jobs wait for each other in a cycle, among them ${stuck.slice(0, 5).join(", ")}`);
  }
  return sorted;
}

/** For the first dependency that neither the flow nor the queue knows. */
export function unknownDependency(id: string, dependency: string): Error {
  return new Error(`job ${id} waits for ${dependency}, which the queue does not know; enqueue both in one flow`);
}
