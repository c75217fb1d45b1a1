import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createListeningTestServer, type ListeningTestServer } from '../testing/listening-test-server.ts';
import { newWorkflow } from '../testing/new-workflow.ts';

let milaan: ListeningTestServer;
beforeAll(async () => {
  milaan = await createListeningTestServer();
});
afterAll(() => milaan?.close());

/** Asks for the events of a new workflow, and waits for the first. @param rest what follows the token's header */
async function openEvents(rest: string) {
  const client = await milaan.newClient();
  const token = await milaan.tokenOf(client);
  const workflowId = await newWorkflow(milaan, client);
  const socket = connect({ port: milaan.port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const path = `/integration/v1/maxItc/workflow/${workflowId}/events`;
  socket.write(`GET ${path} HTTP/1.1\r\nHost: milaan.test\r\nx-cleartax-auth-token: ${token}\r\n${rest}`);
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  await expect.poll(() => received).toContain('"status":"WORKFLOW_CREATED"');
  return { socket, received };
}

it('a client that goes away in the middle of its events gives its place back', async () => {
  const { socket, received } = await openEvents('\r\n');
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*content-type: text\/event-stream\r\n/);
  expect(milaan.server.events.places.underWay).toBe(1);
  socket.destroy();
  await expect.poll(() => milaan.server.events.places.underWay).toBe(0);
  expect(milaan.server.admission.underWay).toBe(0);
});

it('a stream is answered also where nobody reads the large body of its request', async () => {
  const body = ' '.repeat(1_048_576);
  const { socket, received } = await openEvents(`Content-Length: ${body.length}\r\n\r\n${body}`);
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n/i);
  socket.destroy();
  await expect.poll(() => milaan.server.events.places.underWay).toBe(0);
});
