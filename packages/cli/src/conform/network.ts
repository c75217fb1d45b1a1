import { holdTalk } from './hold-talk.ts';
import { sendRequest, type WireBounds } from './send-request.ts';
import type { Wire } from './wire.ts';

/** Connections over the network, each within bounds. */
export const networkOf = (bounds: WireBounds): Wire => ({
  send: (request) => sendRequest(request, bounds),
  talk: (origin, talk) => holdTalk(origin, talk, bounds),
});
