import type { DocPage } from './pages/doc-page.ts';
import { errorPages } from './pages/error-pages.ts';
import { DOCS_FOLDER, readPages } from './pages/read-pages.ts';
import { referencePages } from './pages/reference-pages.ts';

/** All pages: the written ones, the API reference, and the errors. The first of a slug counts. */
export function docsPages(folder: URL = DOCS_FOLDER): readonly DocPage[] {
  const written = readPages(folder);
  const errors = errorPages(written.find(({ slug }) => slug === 'errors'));
  const pages = [...written.filter(({ slug }) => slug !== 'errors'), ...errors, ...referencePages()];
  return [...new Map(pages.map((page) => [page.slug, page])).values()];
}
