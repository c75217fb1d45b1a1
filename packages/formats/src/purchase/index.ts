export { type ColumnMapping, parseColumnMapping } from './column-mapping.ts';
export { inspectPurchase, type PurchaseInspection } from './inspect-purchase.ts';
export type { ColumnReading, RegisterKind } from './map-columns.ts';
export { PURCHASE_FIELD_NAMES, PURCHASE_FIELDS, type PurchaseFieldName } from './purchase-fields.ts';
export type { FileReading, PurchaseProgress, PurchaseReading, PurchaseReadOptions } from './purchase-reading.ts';
export { readPurchases } from './read-purchases.ts';
export { rejectOtherRegistrations } from './reject-other-registrations.ts';
export { createRejectedTables } from './rejected-rows.ts';
export { safeCsvCell, writeRejectedRows } from './write-rejected-rows.ts';
