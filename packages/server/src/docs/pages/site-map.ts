/** The menu: which page stands under which heading, in order. A page in no group is put under the last one. */
export const SITE_MAP = [
  { group: 'Begin', slugs: ['', 'getting-started', 'concepts', 'matching', 'credit', 'results', 'flags'] },
  { group: 'Your files', slugs: ['exports', 'purchase-registers', 'mapping-file', 'portal-files'] },
  {
    group: 'Connect programs',
    slugs: [
      'api',
      'max-itc-connector',
      'client',
      'webhooks',
      'folder-drop',
      'gst-provider',
      'errors',
      'conformance',
      'reference',
      'asking',
    ],
  },
  { group: 'Run it', slugs: ['server', 'several-nodes', 'backup', 'security'] },
  { group: 'More', slugs: ['comparison'] },
] as const satisfies readonly { readonly group: string; readonly slugs: readonly string[] }[];

/** The group of a page; those below another page are in none, their parent lists them. */
export const groupOf = (slug: string): string | null => {
  if (slug.includes('/')) return null;
  const found = SITE_MAP.find(({ slugs }) => slugs.some((one) => one === slug));
  return found?.group ?? 'More';
};
