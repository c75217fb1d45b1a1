/** An event as it goes over the wire (WHATWG HTML, Server-sent events). `data` is JSON, which has no line ends in it. */
export const eventText = (event: { readonly id: string; readonly name: string; readonly data: unknown }): string =>
  `id: ${event.id}\nevent: ${event.name}\ndata: ${JSON.stringify(event.data)}\n\n`;

/** How long a client waits before it connects again, in milliseconds. */
export const retryText = (waitMs: number): string => `retry: ${waitMs}\n\n`;

/** What clients pass over: keeps the connection from looking dead. */
export const commentText = (text: string): string => `: ${text}\n\n`;
