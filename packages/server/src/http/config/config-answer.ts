import type { StoredConfig } from '../../state/workspace-configs.ts';

/** How a stored configuration is shown, whether it is read or was just stored. */
export const configAnswer = ({ document, version }: StoredConfig) => ({
  status: 200 as const,
  body: document,
  headers: { etag: `"${version}"` },
});
