import { explainGstinProblem, type Gstin, isPan, isReturnPeriod, type Pan, type ReturnPeriod } from '@milaan/gst';
import * as z from 'zod';

/** A text that passes `schema`, typed as what its shape proves. */
const branded = <Branded extends string>(schema: z.ZodString, isBranded: (text: string) => text is Branded) =>
  schema.transform((text, context): Branded => {
    if (isBranded(text)) return text;
    context.addIssue({ code: 'custom', message: 'it is not of the right form' });
    return z.NEVER;
  });

/** A PAN: five letters, four digits, a letter, upper case. */
export const PanSchema = branded<Pan>(
  z
    .string()
    .regex(/^[A-Z]{5}[0-9]{4}[A-Z]$/, 'it must be a PAN: five capital letters, four digits, a capital letter')
    .meta({ description: 'Permanent Account Number.', examples: ['ABCDE1234F'] }),
  isPan,
);

/** A return period, `MMYYYY`. */
export const ReturnPeriodSchema = branded<ReturnPeriod>(
  z
    .string()
    .regex(/^(?:0[1-9]|1[0-2])20[0-9]{2}$/, 'it must be a return period as MMYYYY, such as 102026')
    .meta({ description: 'Return period as MMYYYY: 102026 is October 2026.', examples: ['102026'] }),
  isReturnPeriod,
);

const isGstin = (text: string): text is Gstin => explainGstinProblem(text) === null;

/** A GSTIN, upper case, with the right check character; otherwise the fault is `gstin_invalid`. */
export const GstinSchema = z
  .string()
  .meta({
    description: 'GST identification number, 15 characters.',
    examples: ['27AAPFU0939F1ZV'],
    pattern: '^[0-9A-Z]{15}$',
  })
  .transform((text, context): Gstin => {
    if (/^[0-9A-Z]{15}$/.test(text) && isGstin(text)) return text;
    const problem = explainGstinProblem(text) ?? 'A GSTIN is written in capital letters.';
    const reason = `${problem.charAt(0).toLowerCase()}${problem.slice(1)}`.replace(/\.$/, '');
    context.addIssue({ code: 'custom', message: reason, params: { errorCode: 'gstin_invalid' } });
    return z.NEVER;
  });

/** Which statement of the government the purchase register is compared with. */
export const RECON_TYPES = ['MAX_ITC_2B_PR', 'MAX_ITC_2A_PR', 'MAX_ITC_6A_PR', 'MAX_ITC_8A_PR'] as const;
export type ReconType = (typeof RECON_TYPES)[number];

export const ReconTypeSchema = z
  .enum(RECON_TYPES)
  .meta({ description: 'What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A.' });
