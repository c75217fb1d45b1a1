import type { OperationSuccess } from '@milaan/contract';
import type { Gstin } from '@milaan/gst';
import type { Ingestion, IngestionStats } from '../../state/tables/ingestion-tables.ts';
import { showFault } from '../../workflows/workflow-failure.ts';
import { showFileError } from '../file-urls.ts';
import type { ServerContext } from '../server-context.ts';

export type ShownIngestion = OperationSuccess<'getPurchaseIngestion'>['body'];

/** Lines of registrations, as callers see them. */
const showStats = (stats: readonly IngestionStats[]) =>
  stats.map(({ gstin, ...counts }) => ({ gstin: gstin as Gstin | null, ...counts })); // the job took no other ones

/** The ingestion as callers see it. */
export async function showIngestion(
  server: Pick<ServerContext, 'store' | 'clock'>,
  { id, status, stats, fileError, error, createdAt, endedAt }: Ingestion,
): Promise<ShownIngestion> {
  return {
    activityId: id,
    status,
    processingStats: showStats(stats),
    fileError: fileError === null ? null : await showFileError(server, fileError),
    error: error === null ? null : showFault(error),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
