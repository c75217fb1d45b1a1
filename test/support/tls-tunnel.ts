import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { listenLocally } from '../../packages/server/src/testing/listen-locally.ts';

export interface TlsTunnel {
  readonly url: string;
  /** The certificate, which whoever connects has to trust. */
  readonly certificateFile: string;
  stop(): Promise<void>;
}

/** A certificate of a day for the own machine. */
function makeCertificate(folder: string) {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate], {
    stdio: 'ignore',
  });
  return { key: readFileSync(key), cert: readFileSync(certificate), certificateFile: certificate };
}

/** What a proxy that ends TLS does: passes the bytes inside on, as they are, to a port of this machine. */
export async function startTlsTunnel(port: number, folder: string): Promise<TlsTunnel> {
  const { certificateFile, ...keys } = makeCertificate(folder);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer({ ...keys, allowHalfOpen: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    client.on('error', () => upstream.destroy());
    keep(upstream);
    client.pipe(upstream);
    upstream.pipe(client);
  });
  // The connections under the encryption, also those on which none comes about.
  server.on('connection', keep);
  const listensOn = await listenLocally(server);
  return {
    url: `https://localhost:${listensOn}`,
    certificateFile,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
