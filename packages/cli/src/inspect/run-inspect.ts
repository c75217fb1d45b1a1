import {
  type ColumnMapping,
  inspectPortal,
  inspectPurchase,
  type PortalInspection,
  type PurchaseInspection,
} from '@milaan/formats';
import type { CliIo } from '../cli-io.ts';
import { checkFiles } from '../reconcile/check-inputs.ts';
import { readMapping } from '../reconcile/read-mapping.ts';
import { createPaint } from '../terminal/colour.ts';
import { describePortal } from './describe-portal.ts';
import { describePurchases } from './describe-purchases.ts';

export interface InspectRequest {
  readonly files: readonly string[];
  readonly mappingPath?: string;
}

export type Inspection =
  | ({ readonly side: 'PORTAL' } & PortalInspection)
  | ({ readonly side: 'PURCHASES' } & PurchaseInspection);

/** Prints what each file is, as text or as one JSON array. @throws UsageError, InputRefused */
export async function runInspect(request: InspectRequest, asJson: boolean, io: CliIo): Promise<void> {
  await checkFiles('inspect', request.files);
  const mapping = await mappingOf(request);
  const inspections: Inspection[] = [];
  for (const path of request.files) {
    io.signal.throwIfAborted();
    const portal = await inspectPortal(path);
    inspections.push(
      portal === null
        ? { side: 'PURCHASES', ...(await inspectPurchase(path, mapping === undefined ? {} : { mapping })) }
        : { side: 'PORTAL', ...portal },
    );
  }
  if (asJson) io.stdout.write(`${JSON.stringify(inspections, null, 2)}\n`);
  else io.stdout.write(describeInspections(inspections, io));
}

async function mappingOf({ mappingPath }: InspectRequest): Promise<ColumnMapping | undefined> {
  if (mappingPath === undefined) return undefined;
  await checkFiles('--mapping', [mappingPath]);
  return readMapping(mappingPath);
}

function describeInspections(inspections: readonly Inspection[], io: CliIo): string {
  const paint = createPaint(io.stdout, io.env);
  return inspections
    .map((inspection) =>
      inspection.side === 'PORTAL' ? describePortal(inspection, paint) : describePurchases(inspection, paint),
    )
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}
