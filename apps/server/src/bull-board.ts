import { createBullBoard } from "@bull-board/api";
import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import { FastifyAdapter } from "@bull-board/fastify";
import type { BullMqQueue } from "@gipfel/queue";
import type { FastifyInstance, FastifyReply } from "fastify";
import { authorise } from "./access/authorise.js";
import { problemOf, sendProblem } from "./wire/problem.js";

const place = "/admin/queues";

/**
 * What BullMQ holds, to look at: the truth about jobs lies in the store and in the flow beside the queue, which a button
 * pressed here would know nothing of. Browsers send the token as a password, which they ask for.
 */
export async function serveBullBoard(app: FastifyInstance, queue: BullMqQueue): Promise<void> {
  const board = new FastifyAdapter().setBasePath(place);
  createBullBoard({
    queues: [new BullMQAdapter(queue, { readOnlyMode: true })],
    serverAdapter: board,
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
      permitPage(reply);
    });
    await scope.register(board.registerPlugin(), { prefix: place });
  });
}

/** The page states a base for its addresses and has pictures as data addresses; fonts from elsewhere stay out. */
function permitPage(reply: FastifyReply): void {
  const policy = String(reply.getHeader("content-security-policy"));
  const permitted = policy
    .replace("base-uri 'none'", "base-uri 'self'")
    .replace("img-src 'self'", "img-src 'self' data:");
  reply.header("content-security-policy", permitted);
}
