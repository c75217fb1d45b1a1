import type { CliIo } from '../cli-io.ts';
import { createPaint } from './colour.ts';
import { countOf, formatCount, formatDuration } from './quantities.ts';
import { stageLabel, stageUnit } from './stage-labels.ts';

/** How far a stage is. `done` counts the stage's own things (rows, documents). */
export interface StageProgress {
  readonly done: number;
  /** 0 to 1, where the end is known. */
  readonly fraction?: number;
  /** What it is doing at the moment. */
  readonly step?: string;
}

/** Tells a person what a run is doing. Stages may overlap. */
export interface Progress {
  update(stage: string, progress: StageProgress): void;
  finish(stage: string, done?: number): void;
  /** Forgets a stage that did not happen after all. */
  discard(stage: string): void;
  /** A sentence that stays on the screen. */
  note(text: string): void;
  /** Takes whatever moves off the screen. */
  stop(): void;
}

interface OpenStage {
  readonly startedMs: number;
  done: number;
  fraction: number | undefined;
  step: string | undefined;
  reportedMs: number;
}

const REDRAW_MS = 100;
const REPORT_MS = 5_000;
const WIDEST_BAR = 20;
const NARROWEST_BAR = 5;

const silent: Progress = { update: () => {}, finish: () => {}, discard: () => {}, note: () => {}, stop: () => {} };

/** A moving bar on a terminal, plain lines elsewhere, nothing with `quiet`. Writes to stderr. */
export function createProgress(io: CliIo, options: { readonly quiet: boolean }): Progress {
  if (options.quiet) return silent;
  return io.stderr.isTerminal && io.env.TERM !== 'dumb' && !io.env.CI
    ? createTerminalProgress(io)
    : createLineProgress(io);
}

const ratePerSecond = (done: number, elapsedMs: number): number => Math.round((done * 1000) / Math.max(elapsedMs, 1));

function createStages(io: CliIo) {
  const open = new Map<string, OpenStage>();
  const touch = (stage: string): OpenStage => {
    const known = open.get(stage);
    if (known !== undefined) return known;
    const startedMs = io.monotonicMs();
    const added: OpenStage = { startedMs, done: 0, fraction: undefined, step: undefined, reportedMs: startedMs };
    open.set(stage, added);
    return added;
  };
  const update = (stage: string, progress: StageProgress): OpenStage => {
    const state = touch(stage);
    state.done = progress.done;
    state.fraction = progress.fraction;
    state.step = progress.step;
    return state;
  };
  const describeEnd = (stage: string, done: number | undefined): string => {
    const state = touch(stage);
    open.delete(stage);
    const elapsedMs = io.monotonicMs() - state.startedMs;
    const count = done ?? state.done;
    const counted = count > 0 ? `${countOf(count, ...stageUnit(stage))} in ` : '';
    const rate = count > 0 && elapsedMs >= 1000 ? ` (${formatCount(ratePerSecond(count, elapsedMs))}/s)` : '';
    return `${stageLabel(stage)}: ${counted}${formatDuration(elapsedMs)}${rate}`;
  };
  return { open, update, describeEnd };
}

function createLineProgress(io: CliIo): Progress {
  const stages = createStages(io);
  const write = (text: string) => io.stderr.write(`${text}\n`);
  return {
    update: (stage, progress) => {
      const isNew = !stages.open.has(stage);
      const state = stages.update(stage, progress);
      if (isNew) write(`${stageLabel(stage)} …`);
      const nowMs = io.monotonicMs();
      if (nowMs - state.reportedMs < REPORT_MS) return;
      state.reportedMs = nowMs;
      const rate = formatCount(ratePerSecond(state.done, nowMs - state.startedMs));
      const count = `${countOf(state.done, ...stageUnit(stage))} so far (${rate}/s)`;
      const news = state.step ?? (state.done > 0 ? count : undefined);
      if (news !== undefined) write(`${stageLabel(stage)}: ${news}`);
    },
    finish: (stage, done) => write(stages.describeEnd(stage, done)),
    discard: (stage) => {
      stages.open.delete(stage);
    },
    note: write,
    stop: () => {},
  };
}

function createTerminalProgress(io: CliIo): Progress {
  const stages = createStages(io);
  const paint = createPaint(io.stderr, io.env);
  let drawnLines = 0;
  let drawnMs = Number.NEGATIVE_INFINITY;

  const erase = (): string => {
    const codes = drawnLines === 0 ? '' : `\u001b[${drawnLines}A\r\u001b[J`;
    drawnLines = 0;
    return codes;
  };
  const barOf = (fraction: number, space: number): string => {
    const percent = ` ${Math.floor(fraction * 100)} %`.padStart(6);
    const width = Math.min(space - percent.length, WIDEST_BAR);
    if (width < NARROWEST_BAR) return percent;
    const full = Math.round(fraction * width);
    return '█'.repeat(full) + '░'.repeat(width - full) + percent;
  };
  const lineOf = (stage: string, state: OpenStage): string => {
    const elapsedMs = io.monotonicMs() - state.startedMs;
    const count = countOf(state.done, ...stageUnit(stage));
    const perSecond = elapsedMs < 1000 ? '' : `${formatCount(ratePerSecond(state.done, elapsedMs))}/s · `;
    const rate = state.done > 0 ? `${count} · ${perSecond}` : '';
    const step = state.step === undefined ? '' : `: ${state.step}`;
    const text = `${stageLabel(stage)}${step}  ${rate}${formatDuration(elapsedMs)}  `;
    // A line that wraps could not be taken back.
    const width = Math.max(io.stderr.columns - 1, 1);
    const bar = state.fraction === undefined ? '' : barOf(state.fraction, width - text.length);
    return [...(text + bar)].slice(0, width).join('').trimEnd();
  };
  const draw = (above = '') => {
    const lines = [...stages.open].map(([stage, state]) => lineOf(stage, state));
    io.stderr.write(erase() + above + lines.map((line) => `${line}\n`).join(''));
    drawnLines = lines.length;
    drawnMs = io.monotonicMs();
  };
  // Stages that run inside the database give no news for seconds; the clock on the line must move all the same.
  const ticking = setInterval(() => {
    if (stages.open.size > 0) draw();
  }, REDRAW_MS * 5).unref();

  return {
    update: (stage, progress) => {
      const isNew = !stages.open.has(stage);
      stages.update(stage, progress);
      if (isNew || io.monotonicMs() - drawnMs >= REDRAW_MS) draw();
    },
    finish: (stage, done) => draw(`${paint('green', '✓')} ${stages.describeEnd(stage, done)}\n`),
    discard: (stage) => {
      stages.open.delete(stage);
      draw();
    },
    note: (text) => draw(`${text}\n`),
    stop: () => {
      clearInterval(ticking);
      stages.open.clear();
      io.stderr.write(erase());
    },
  };
}
