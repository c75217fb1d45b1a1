import { InputRefused } from '../input-refused.ts';
import { IGNORED_HEADERS, WEAK_ELSEWHERE } from './column-aliases.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { ALIAS_HITS } from './known-headers.ts';
import { isValueLedger, type LedgerHead, taxHeadOf } from './ledger-head.ts';
import { normaliseHeader } from './normalise-header.ts';
import { ADDING_FIELDS, PURCHASE_FIELDS, type PurchaseFieldName } from './purchase-fields.ts';
import type { RegisterKind } from './register-kind.ts';

const HEADS: readonly LedgerHead[] = ['igstAmount', 'cgstAmount', 'sgstAmount', 'cessAmount'];
const isHead = (field: PurchaseFieldName): boolean => HEADS.some((head) => head === field);

/** Assigns columns to fields: what a mapping says first, then sure names, weak names, and ledgers. */
export class ColumnAssignment {
  readonly byField = new Map<PurchaseFieldName, number[]>();
  readonly notNeeded = new Set<number>();
  readonly warnings: string[] = [];
  readonly #taken = new Set<number>();
  /** Fields that a saved mapping decides; headers are not guessed for them. */
  readonly #decided = new Set<PurchaseFieldName>();
  readonly #file: string;
  readonly #titles: readonly string[];
  readonly #headers: readonly string[];
  readonly #kind: RegisterKind;

  constructor(file: string, titles: readonly string[], headers: readonly string[], kind: RegisterKind) {
    this.#file = file;
    this.#titles = titles;
    this.#headers = headers;
    this.#kind = kind;
  }

  #take(field: PurchaseFieldName, ...indexes: number[]): void {
    this.byField.set(field, [...(this.byField.get(field) ?? []), ...indexes]);
    for (const index of indexes) this.#taken.add(index);
  }

  isTaken(index: number): boolean {
    return this.#taken.has(index) || this.notNeeded.has(index);
  }

  #refuseDuplicate(field: PurchaseFieldName, indexes: readonly number[]): never {
    const names = indexes.map((i) => `${JSON.stringify(this.#titles[i])} (column ${i + 1})`).join(' and ');
    throw new InputRefused('COLUMN_DUPLICATE', this.#file, `${names} all look like ${PURCHASE_FIELDS[field].title}.`, {
      hint: 'Remove or rename one, or say which one to read with --mapping.',
    });
  }

  takeMapped(mapping: ColumnMapping): void {
    for (const [field, wanted] of mapping.columns) {
      this.#decided.add(field);
      const indexes = wanted.map((name) => this.#find(name));
      if (indexes.length > 1 && !ADDING_FIELDS.has(field)) this.#refuseDuplicate(field, indexes);
      if (indexes.length > 0) this.#take(field, ...indexes);
    }
  }

  #find(name: string): number {
    const exact = this.#titles.flatMap((title, i) => (title.trim() === name.trim() ? [i] : []));
    const found = exact.length > 0 ? exact : this.#headers.flatMap((h, i) => (h === normaliseHeader(name) ? [i] : []));
    const [index, other] = found;
    if (index === undefined)
      throw new InputRefused(
        'COLUMN_MISSING',
        this.#file,
        `The mapping names the column ${JSON.stringify(name)}, which the file does not have.`,
        {
          hint: `It has: ${this.#titles.filter((t) => t.trim() !== '').join(', ')}.`,
        },
      );
    if (other !== undefined)
      throw new InputRefused(
        'COLUMN_DUPLICATE',
        this.#file,
        `The mapping names the column ${JSON.stringify(name)}, which the file has more than once.`,
      );
    return index;
  }

  /** Free columns by the field that their header names. */
  #hits(isSure: boolean): Map<PurchaseFieldName, { index: number; rank: number }[]> {
    const hits = new Map<PurchaseFieldName, { index: number; rank: number }[]>();
    this.#headers.forEach((header, index) => {
      const hit = ALIAS_HITS.get(header);
      if (hit === undefined || hit.isSure !== isSure || this.isTaken(index)) return;
      const list = hits.get(hit.field) ?? [];
      list.push({ index, rank: hit.rank });
      hits.set(hit.field, list);
    });
    for (const list of hits.values()) list.sort((a, b) => a.rank - b.rank || a.index - b.index);
    return hits;
  }

  takeSure(): void {
    for (const [field, list] of this.#hits(true)) {
      if (this.#decided.has(field)) continue;
      const [best, ...others] = list;
      if (best === undefined) continue;
      const same = others.filter((o) => o.rank === best.rank);
      if (same.length > 0) this.#refuseDuplicate(field, [best.index, ...same.map((s) => s.index)]);
      this.#take(field, best.index);
      for (const other of others) this.#passOver(other.index, field);
    }
  }

  #passOver(index: number, field: PurchaseFieldName): void {
    this.notNeeded.add(index);
    this.warnings.push(
      `The column ${JSON.stringify(this.#titles[index])} also looks like ${PURCHASE_FIELDS[field].title}; it is not used.`,
    );
  }

  takeWeak(): void {
    for (const [field, list] of this.#hits(false)) {
      if (isHead(field)) continue;
      for (const { index, rank } of list) {
        const same = list.filter((o) => o.rank === rank);
        const target = this.#weakTarget(field, this.#headers[index] ?? '');
        if (target === null) this.#leaveOut(index, field);
        else if (same.length > 1)
          this.#refuseDuplicate(
            field,
            same.map((s) => s.index),
          );
        else this.#take(target, index);
      }
    }
  }

  #leaveOut(index: number, field: PurchaseFieldName): void {
    if (field === 'documentNumber' || field === 'supplierGstin') this.#passOver(index, field);
    else this.notNeeded.add(index);
  }

  #weakTarget(field: PurchaseFieldName, header: string): PurchaseFieldName | null {
    const elsewhere = WEAK_ELSEWHERE.get(header);
    // In a register of vouchers the plain date is the voucher's, in a template the one named so, even where the supplier's
    // date has no column.
    const isVoucherDate = this.#kind === 'TALLY' || (this.#kind === 'MAX_ITC' && header === 'voucher date');
    const isOwnDate = field === 'documentDate' && isVoucherDate;
    if (!isOwnDate && !this.byField.has(field) && !this.#decided.has(field)) return field;
    return elsewhere !== undefined && !this.byField.has(elsewhere) && !this.#decided.has(elsewhere) ? elsewhere : null;
  }

  /** Tax columns: one named amount, or ledgers that add up. */
  takeHeads(): void {
    const weak = this.#hits(false);
    const canAdd = this.#kind === 'TALLY' || this.#kind === 'ERPNEXT';
    for (const field of HEADS) {
      if (this.#decided.has(field)) continue;
      const plain = (weak.get(field) ?? []).map((hit) => hit.index);
      const ledgers = this.#headers.flatMap((header, i) =>
        !this.isTaken(i) && !ALIAS_HITS.has(header) && taxHeadOf(header) === field ? [i] : [],
      );
      const sure = this.byField.get(field) ?? [];
      if (sure.length > 0) {
        // "IGST" beside "IGST Amount" is a rate.
        for (const index of plain) this.notNeeded.add(index);
        if (ledgers.length > 0 && !canAdd) this.#refuseDuplicate(field, [...sure, ...ledgers]);
      } else if (!canAdd && (plain.length > 1 || (plain.length === 1 && ledgers.length > 0))) {
        this.#refuseDuplicate(field, [...plain, ...ledgers]);
      }
      const adding = sure.length > 0 ? ledgers : [...plain, ...ledgers];
      if (adding.length > 0) this.#take(field, ...adding);
    }
  }

  /** Tally: every ledger column after the fixed ones that is no tax is part of the value. */
  takeTallyLedgers(): void {
    const value = this.#headers.indexOf('value');
    if (value >= 0 && !this.isTaken(value)) this.#take('voucherValue', value);
    if (this.byField.has('itemTaxableAmount') || this.#decided.has('itemTaxableAmount')) return;
    const gross = this.#headers.indexOf('gross total');
    const ledgers = this.#headers.flatMap((header, i) => {
      const isLedger = gross >= 0 ? i > gross : /\bpurchase\b/.test(header);
      return isLedger && !this.isTaken(i) && !IGNORED_HEADERS.has(header) && isValueLedger(header) ? [i] : [];
    });
    if (ledgers.length > 0) this.#take('itemTaxableAmount', ...ledgers);
  }

  /** Without any column for the supplier's number, the voucher's is the only one there is. */
  takeVoucherNumber(): void {
    const own = this.byField.get('voucherNumber')?.[0];
    if (own === undefined || this.byField.has('documentNumber') || this.#decided.has('documentNumber')) return;
    this.byField.set('documentNumber', [own]);
    this.warnings.push(
      `No column holds the supplier's document number; ${JSON.stringify(this.#titles[own])} is read in its place.`,
    );
  }
}
