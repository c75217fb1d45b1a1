/** Spellings of one word in headers. */
const WORDS: Readonly<Record<string, string>> = {
  number: 'no',
  num: 'no',
  nos: 'no',
  nr: 'no',
  dt: 'date',
  amt: 'amount',
  amts: 'amount',
  amounts: 'amount',
  val: 'value',
  inv: 'invoice',
  doc: 'document',
  docs: 'document',
  vch: 'voucher',
  vchr: 'voucher',
  suppliers: 'supplier',
  vendors: 'vendor',
  reference: 'ref',
  purch: 'purchase',
  purchases: 'purchase',
  taxes: 'tax',
  utgst: 'sgst',
  ugst: 'sgst',
  jcig: 'igst',
  jiig: 'igst',
  jicg: 'cgst',
  jisg: 'sgst',
  jicn: 'cess',
  gstn: 'gstin',
  gstins: 'gstin',
  pos: 'pos',
};

/**
 * A header as the alias table knows it: lower case words, one space between, without currency marks and punctuation.
 * camelCase and snake_case keys come out as the same words as the printed header.
 *
 * @example
 * normaliseHeader('Taxable Value (₹)'); // 'taxable value'
 * normaliseHeader('itemTaxableAmount'); // 'item taxable amount'
 */
export const normaliseHeader = (header: string): string =>
  header
    .normalize('NFKC')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\(\s*(?:₹|rs\.?|inr|in rs\.?|in ₹|in inr|rupees|in rupees)\s*\)/g, ' ')
    .replace(/₹|\binr\b|\brs\b\.?/g, ' ')
    .replace(/%/g, ' % ')
    .replace(/[^a-z0-9%]+/g, ' ')
    .trim()
    .split(' ')
    .map((word) => WORDS[word] ?? word)
    .filter((word) => word !== '')
    .join(' ')
    .replace(/\bgst in\b/g, 'gstin')
    .replace(/\bsgst sgst\b/g, 'sgst');
