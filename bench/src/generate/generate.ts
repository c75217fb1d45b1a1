import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { PortalDocument } from './document.ts';
import { expectedTypes } from './expected-types.ts';
import { gstinOf, STATES } from './gstin.ts';
import { createRandom, type Random } from './random.ts';
import type { Entry, Scene } from './scene.ts';
import { SETS, type SetName, type SetSettings } from './settings.ts';
import { createScene, playSupplier, tenantShares } from './simulate.ts';
import { playDistributor, playImports } from './special-bills.ts';
import { createSupplier } from './supplier.ts';
import { externalIdOf, type PortalTruth, type VoucherTruth } from './truth.ts';
import { findUndecidable } from './undecidable.ts';
import { createPortalWriter, portalKey } from './write-portal.ts';
import { createPurchaseWriter } from './write-purchases.ts';

export interface GenerateOptions {
  readonly set: SetName;
  /** About how many purchase vouchers; portal documents come out about as many. */
  readonly size: number;
  readonly seed: number;
  readonly folder: string;
  /** Share of vouchers with two to five lines. */
  readonly multiLineShare: number;
}

export interface Manifest {
  readonly version: number;
  readonly options: Omit<GenerateOptions, 'folder'>;
  readonly vouchers: number;
  readonly purchaseLines: number;
  readonly portalDocuments: number;
  readonly portalFiles: number;
  readonly ambiguous: number;
  readonly scenarios: Readonly<Record<string, number>>;
}

/** Raised whenever the same options would give other bytes. */
export const GENERATOR_VERSION = 7;
const OWN_PAN = 'AAACM2468K';

/** Writes `purchases.csv`, `portal/*.json`, `truth.jsonl` and, last, `manifest.json` into the folder. */
export const generate = (options: GenerateOptions): Manifest => {
  const { set, size, seed, folder } = options;
  const settings = SETS[set];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const owns = STATES.slice(0, settings.ownCount(size)).map((state) => gstinOf(state, OWN_PAN, 1));
  const shares = tenantShares(settings, seed);
  const sink = createSink(options);
  const supplierCount = settings.supplierCount(size);
  const counts = supplierSizes(
    settings,
    supplierCount,
    size * (1 - settings.specialShare.imports - settings.specialShare.isd),
    seed,
  );
  counts.forEach((count, index) => {
    const random = createRandom(seed, 3, index);
    const scene = createScene(settings, createSupplier(settings, index, seed), owns, random);
    playSupplier(scene, shares, count);
    sink.take(scene, random);
  });
  const special = (index: number, play: (scene: Scene, count: number) => void, share: number): void => {
    if (share === 0) return;
    const random = createRandom(seed, 3, supplierCount + index);
    const scene = createScene(settings, createSupplier(settings, supplierCount + index, seed), owns, random);
    play(scene, Math.max(2, Math.round(size * share)));
    sink.take(scene, random);
  };
  special(0, playImports, settings.specialShare.imports);
  special(1, playDistributor, settings.specialShare.isd);
  return sink.finish();
};

/** How many bills each supplier writes; adds up to about `size`. */
const supplierSizes = (settings: SetSettings, count: number, size: number, seed: number): number[] => {
  const random = createRandom(seed, 5);
  const weights = Array.from({ length: count }, (_, i) =>
    settings.sizeLaw === 'even' ? 1 : settings.sizeLaw === 'zipf' ? 1 / (i + 1) : Math.exp(1.4 * random.normal()),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let owed = 0;
  return weights.map((weight) => {
    owed += (weight / total) * size;
    const bills = Math.floor(owed + 1e-9);
    owed -= bills;
    return bills;
  });
};

interface Sink {
  take(scene: Scene, random: Random): void;
  finish(): Manifest;
}

const createSink = ({ folder, ...options }: GenerateOptions): Sink => {
  const portal = createPortalWriter(folder);
  const purchases = createPurchaseWriter(folder, options.seed, SETS[options.set].register);
  const truth = createTruthWriter(join(folder, 'truth.jsonl'));
  const scenarios: Record<string, number> = {};
  let [purchaseLines, portalDocuments, groups] = [0, 0, 0];
  return {
    take(scene, random) {
      const undecidable = findUndecidable(scene);
      portal.add(scene.portal, scene.supplier.filingDate, random);
      portalDocuments += scene.portal.length;
      for (const entry of scene.entries) {
        const externalId = truth.add(entry, undecidable.get(entry), groups);
        const lines = random.chance(options.multiLineShare) ? random.between(2, 5) : 1;
        purchases.add(entry.voucher, externalId, scene.supplier.vendorCode, lines);
        purchaseLines += lines;
        scenarios[entry.scenario] = (scenarios[entry.scenario] ?? 0) + 1;
      }
      truth.addUnbooked(scene.portal, scene.entries);
      groups += scene.groups;
    },
    finish() {
      purchases.finish();
      const portalFiles = portal.finish();
      const { vouchers, ambiguous } = truth.finish();
      const manifest = {
        version: GENERATOR_VERSION,
        options,
        vouchers,
        purchaseLines,
        portalDocuments,
        portalFiles,
        ambiguous,
        scenarios,
      };
      writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
      return manifest;
    },
  };
};

interface TruthWriter {
  /** `lookAlikes` is there for undecidable vouchers alone. Returns the external id that the voucher gets. */
  add(entry: Entry, lookAlikes: readonly PortalDocument[] | undefined, groupsBefore: number): string;
  addUnbooked(portal: readonly PortalDocument[], entries: readonly Entry[]): void;
  finish(): { vouchers: number; ambiguous: number };
}

const createTruthWriter = (path: string): TruthWriter => {
  const out = openSync(path, 'w');
  let [vouchers, ambiguousCount] = [0, 0];
  let pending: string[] = [];
  const write = (line: VoucherTruth | PortalTruth): void => {
    pending.push(JSON.stringify(line), '\n');
    if (pending.length < 4000) return;
    writeSync(out, pending.join(''));
    pending = [];
  };
  return {
    add(entry, lookAlikes, groupsBefore) {
      const ambiguous = lookAlikes !== undefined;
      vouchers += 1;
      if (ambiguous) ambiguousCount += 1;
      const externalId = externalIdOf(vouchers);
      write({
        externalId,
        scenario: entry.scenario,
        links: entry.links.map(portalKey),
        expected: expectedTypes(entry),
        ambiguous,
        lookAlikes: (lookAlikes ?? []).map(portalKey),
        together: entry.together === 0 ? null : `T${groupsBefore + entry.together}`,
        taxablePaise: entry.links.map((link) => link.amounts.taxable),
      });
      return externalId;
    },
    addUnbooked(portal, entries) {
      const booked = new Set(entries.flatMap((entry) => entry.links));
      for (const document of portal) {
        if (booked.has(document)) continue;
        write({ portal: portalKey(document), scenario: document.superseded ? 'superseded' : 'not-booked' });
      }
    },
    finish() {
      writeSync(out, pending.join(''));
      closeSync(out);
      return { vouchers, ambiguous: ambiguousCount };
    },
  };
};
