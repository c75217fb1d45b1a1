import { literal, type Run } from '../run.ts';

/** Fills `work.manual(b, p)` with the links made by persons whose both ends take part; one-to-many links stay whole. */
export const keepManualLinks = async ({ connection, settings }: Run): Promise<void> => {
  await connection.run('CREATE TABLE work.manual_link (books_id VARCHAR, portal_id VARCHAR)');
  for (const link of settings.manualLinks ?? [])
    await connection.run(
      `INSERT INTO work.manual_link VALUES (${literal(link.booksDocumentId)}, ${literal(link.portalDocumentId)})`,
    );
  await connection.run(`
    CREATE TABLE work.manual AS
    SELECT DISTINCT wb.id AS b, wp.id AS p
    FROM work.manual_link m
    JOIN books b ON b.document_id = m.books_id JOIN work.books wb ON wb.seq = b.seq
    JOIN portal p ON p.document_id = m.portal_id JOIN work.portal wp ON wp.seq = p.seq`);
};
