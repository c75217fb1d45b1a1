import type { StoredSettings } from '../../state/workspace-settings.ts';

/** How settings are shown, whether they are read or were just stored. */
export const settingsAnswer = ({ document, version }: StoredSettings) => ({
  status: 200 as const,
  body: document,
  headers: { etag: `"${version}"` },
});
