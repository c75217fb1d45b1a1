import type { ReconcileSummary } from '@milaan/engine';
import type { PortalReading, PurchaseReading } from '@milaan/formats';
import { countOf, formatCount } from '@milaan/gst';

export interface NoteFacts {
  readonly purchases: PurchaseReading;
  readonly portal: PortalReading;
  readonly capsHit: ReconcileSummary['capsHit'];
}

/** For the report, which shows no next steps. */
export const rejectedNote = ({ purchases, portal }: NoteFacts): string[] => {
  const rejected = purchases.rejectedRows + portal.rejectedRows;
  return rejected > 0
    ? [`${countOf(rejected, 'row')} not readable; see rejected-rows.csv. Their bills took no part.`]
    : [];
};

/** The limits that the engine met, so that none is silent. */
export const capNotes = (capsHit: ReconcileSummary['capsHit']): string[] =>
  capsHit.map(({ block, count, detail }) => `A limit was reached in ${block} (${formatCount(count)}): ${detail}`);

/** What a person should know about a run beyond its figures, in sentences. */
export function runNotes({ purchases, portal, capsHit }: NoteFacts): string[] {
  const differences = portal.controlTotals.length;
  return [
    ...(differences > 0
      ? [
          `The portal's own totals differ from its documents in ${countOf(differences, 'place')}; see controlTotalDifferences in summary.json.`,
        ]
      : []),
    ...purchases.warnings,
    ...portal.warnings,
    ...capNotes(capsHit),
  ];
}
