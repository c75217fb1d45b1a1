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
  await checkFiles('The path', request.files, true);
  const mapping = await mappingOf(request);
  if (asJson) {
    const inspections: Inspection[] = [];
    for (const path of request.files) inspections.push(await inspectOne(path, mapping, io));
    io.stdout.write(`${JSON.stringify(inspections, null, 2)}\n`);
  } else await printEach(request.files, mapping, io);
}

/** Shows every file that can be read; the refusal of another one follows at the end. @throws InputRefused */
async function printEach(files: readonly string[], mapping: ColumnMapping | undefined, io: CliIo): Promise<void> {
  const refusals: InputRefused[] = [];
  for (const path of files) {
    try {
      io.stdout.write(`${describeInspection(await inspectOne(path, mapping, io), io).join('\n')}\n\n`);
    } catch (error) {
      if (!(error instanceof InputRefused)) throw error;
      refusals.push(error);
    }
  }
  const [first, ...others] = refusals;
  if (first === undefined) return;
  for (const { file, message, hint = '' } of others)
    io.stderr.write(`${message.includes(file) ? '' : `${file}: `}${message}\n${hint}\n`);
  throw first;
}

async function inspectOne(path: string, mapping: ColumnMapping | undefined, io: CliIo): Promise<Inspection> {
  io.signal.throwIfAborted();
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

function describeInspection(inspection: Inspection, io: CliIo): string[] {
  const paint = createPaint(io.stdout, io.env);
  return inspection.side === 'PORTAL' ? describePortal(inspection, paint) : describePurchases(inspection, paint);
}
