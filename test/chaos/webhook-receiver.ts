import { createServer } from 'node:http';
import { listenLocally } from '../../packages/server/src/testing/listen-locally.ts';

export interface WebhookReceiver {
  readonly url: string;
  /** Ids of the messages about each subject and event, in the order of their arrival, the same again included. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

/** A third refusal would put the next attempt five minutes off, longer than anybody here waits. */
const MOST_REFUSALS = 2;

/** Listens for events; now and then it refuses one, so that it must come again. */
export async function openWebhookReceiver(chance: () => number): Promise<WebhookReceiver> {
  const messages = new Map<string, string[]>();
  const refusals = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { type, data } = JSON.parse(Buffer.concat(chunks).toString());
    const name = `${type} ${data.workflowId ?? data.activityId}`;
    const refused = refusals.get(name) ?? 0;
    if (refused < MOST_REFUSALS && chance() < 0.1) {
      refusals.set(name, refused + 1);
      return response.writeHead(503).end();
    }
    messages.set(name, [...(messages.get(name) ?? []), String(request.headers['webhook-id'])]);
    response.writeHead(204).end();
  });
  const port = await listenLocally(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    messages,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
