import { stat } from 'node:fs/promises';
import {
  type ColumnMapping,
  InputRefused,
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
  await checkFiles('inspect', request.files, true);
  const mapping = await mappingOf(request);
  const inspections: Inspection[] = [];
  for (const path of request.files) {
    io.signal.throwIfAborted();
    inspections.push(await inspectOne(path, mapping));
  }
  if (asJson) io.stdout.write(`${JSON.stringify(inspections, null, 2)}\n`);
  else io.stdout.write(describeInspections(inspections, io));
}

async function inspectOne(path: string, mapping: ColumnMapping | undefined): Promise<Inspection> {
  const portal = await inspectPortal(path);
  if (portal !== null) return { side: 'PORTAL', ...portal };
  if ((await stat(path)).isDirectory())
    throw new InputRefused('PORTAL_NOTHING_FOUND', path, 'The folder holds no GSTR-2B or GSTR-2A.', {
      hint: 'Name the purchase registers in it one by one.',
    });
  return { side: 'PURCHASES', ...(await inspectPurchase(path, mapping === undefined ? {} : { mapping })) };
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
