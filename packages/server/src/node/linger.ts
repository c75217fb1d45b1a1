import type { Duplex } from 'node:stream';

/** How long bytes that still come after a last answer are taken in and dropped, so that it is not lost with the connection. */
export const LINGER_MS = 500;

/** Connections that have had their last answer: what still comes on them is not a request any more. */
const lingering = new WeakSet<Duplex>();

export const beginLingering = (socket: Duplex): void => void lingering.add(socket);
export const isLingering = (socket: Duplex): boolean => lingering.has(socket);
