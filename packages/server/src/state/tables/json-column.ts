import type { ColumnType } from 'kysely';

/** A JSON column: handed over as text, so that no driver guesses between a JSON array and a Postgres array. */
export type JsonColumn<T> = ColumnType<T, string, string>;
