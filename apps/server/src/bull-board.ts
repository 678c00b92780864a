import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { IServerAdapter } from "@bull-board/api/typings/app";
import { FastifyAdapter } from "@bull-board/fastify";
import type { FastifyInstance } from "fastify";
import { authorise } from "./access/authorise.js";
import { problemOf, sendProblem } from "./wire/problem.js";

/** A queue of BullMQ. */
export type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0];

const place = "/admin/queues";

/**
 * What BullMQ holds, to look at: the truth about jobs lies in the store and in the flow beside the queue, which a button
 * pressed here would know nothing of. Browsers send the token as a password, which they ask for.
 */
export async function serveBullBoard(app: FastifyInstance, queue: BoardQueue): Promise<void> {
  const board = new FastifyAdapter().setBasePath(place);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: true })],
    // The adapter may bring another patch version of the board's types along.
    serverAdapter: board as object as IServerAdapter,
    options: { uiConfig: { boardTitle: "Gipfel" } },
  });
  await app.register(async (scope) => {
    scope.addHook("onRequest", async (request, reply) => {
      try {
        authorise(request, "write");
      } catch (error) {
        // The board answers errors in a manner of its own.
        const { code, detail } = problemOf(error);
        reply.header("www-authenticate", 'Basic realm="gipfel", charset="UTF-8"');
        return sendProblem(reply, code, detail);
      }
    });
    await scope.register(board.registerPlugin(), { prefix: place });
  });
}
