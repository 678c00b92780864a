/** The values of server-sent events, each one line of JSON after `data:`; whoever stops iterating ends the request. */
export async function* readEvents(reply: Response): AsyncGenerator<unknown> {
  if (reply.body === null) return;
  let text = "";
  for await (const chunk of reply.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split("\n");
    // The last one may go on in the next chunk.
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length));
    }
  }
}
