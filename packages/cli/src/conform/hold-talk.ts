import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readResponses } from '@milaan/contract/conformance';
import type { WireBounds } from './send-request.ts';
import type { Talk, Talked } from './wire.ts';

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

function open(origin: URL): Socket {
  const host = hostOf(origin);
  if (origin.protocol === 'https:') {
    // Names only: an address is not allowed there.
    const servername = /^[\d.]+$|:/.test(host) ? '' : host;
    const port = Number(origin.port || 443);
    // Node's declarations do not know `allowHalfOpen` here, though it heeds it.
    const options = { host, port, servername, ALPNProtocols: ['http/1.1'], allowHalfOpen: true };
    return connectTls(options);
  }
  return connect({ host, port: Number(origin.port || 80), allowHalfOpen: true, noDelay: true });
}

/** Says bytes on a connection of its own and takes in what comes back. Never rejects: what happens is the outcome. */
export function holdTalk(
  origin: URL,
  talk: Talk,
  { maxBytes, signal }: Omit<WireBounds, 'timeoutMs'>,
): Promise<Talked> {
  const { bytes, methods, ending, patienceMs } = talk;
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    let length = 0;
    let hasConnected = false;
    const reading = () => readResponses(Buffer.concat(received).toString('latin1'), methods);
    const socket = open(origin);
    const finish = (end: Talked['end']) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      const { responses, rest, breach } = reading();
      resolve({ responses, rest, breach, end });
    };
    const onAbort = () => finish('patience');
    const timer = setTimeout(finish, patienceMs, 'patience');
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      length += chunk.length;
      if (length > maxBytes) return finish('patience');
      if (ending !== 'answered') return;
      const { responses, breach } = reading();
      if (breach !== null || responses.length >= methods.length) finish('answered');
    });
    const onEnd = () => finish(hasConnected ? 'closed' : 'unreachable');
    socket.on('end', onEnd);
    socket.on('close', onEnd);
    socket.on('error', onEnd);
    socket.on(origin.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      hasConnected = true;
      socket.write(bytes, 'latin1');
      if (ending === 'finished') socket.end();
    });
  });
}
