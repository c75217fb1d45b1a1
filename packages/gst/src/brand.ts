declare const brand: unique symbol;

/** A value whose shape was checked once, at the edge: `Brand<string, 'Gstin'>` is not assignable from a plain string. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
