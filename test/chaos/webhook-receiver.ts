import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WebhookReceiver {
  readonly url: string;
  /** Ids of the messages about each subject and event, in the order of their arrival, the same again included. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

/** Listens for events; now and then it refuses one, so that it must come again. */
export async function openWebhookReceiver(chance: () => number): Promise<WebhookReceiver> {
  const messages = new Map<string, string[]>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (chance() < 0.1) return response.writeHead(503).end();
    const { type, data } = JSON.parse(Buffer.concat(chunks).toString());
    const name = `${type} ${data.workflowId ?? data.activityId}`;
    messages.set(name, [...(messages.get(name) ?? []), String(request.headers['webhook-id'])]);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}/`,
    messages,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
