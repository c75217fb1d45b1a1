import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newWorkflow } from '../testing/new-workflow.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { listen } from './listen.ts';

let milaan: TestServer;
let server: Server;
let port: number;
beforeAll(async () => {
  milaan = await createTestServer();
  const listening = await listen({ host: '127.0.0.1', port: 0 });
  listening.serve(milaan.app);
  server = listening.http;
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await milaan?.close();
});

it('a client that goes away in the middle of its events gives its place back', async () => {
  const client = await milaan.newClient();
  const token = await milaan.tokenOf(client);
  const workflowId = await newWorkflow(milaan, client);
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const path = `/integration/v1/maxItc/workflow/${workflowId}/events`;
  socket.write(`GET ${path} HTTP/1.1\r\nHost: milaan.test\r\nx-cleartax-auth-token: ${token}\r\n\r\n`);
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  await expect.poll(() => received).toContain('"status":"WORKFLOW_CREATED"');
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*content-type: text\/event-stream\r\n/);
  expect(milaan.server.events.places.underWay).toBe(1);
  socket.destroy();
  await expect.poll(() => milaan.server.events.places.underWay).toBe(0);
  expect(milaan.server.admission.underWay).toBe(0);
});

it('a stream is answered also where nobody reads the large body of its request', async () => {
  const client = await milaan.newClient();
  const token = await milaan.tokenOf(client);
  const workflowId = await newWorkflow(milaan, client);
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => {});
  await once(socket, 'connect');
  const path = `/integration/v1/maxItc/workflow/${workflowId}/events`;
  const body = ' '.repeat(1_048_576);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: milaan.test\r\nx-cleartax-auth-token: ${token}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  let received = '';
  socket.on('data', (chunk) => (received += String(chunk)));
  await expect.poll(() => received).toContain('"status":"WORKFLOW_CREATED"');
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n/i);
  socket.destroy();
  await expect.poll(() => milaan.server.events.places.underWay).toBe(0);
});
