import { type ErrorCode, isErrorCode } from '../errors/registry.ts';
import { LIMITS } from '../limits.ts';
import type { FaultDraft } from '../request/fault-draft.ts';

/** The request header by which a sandbox caller orders an answer. */
export const SIMULATE_HEADER = 'x-milaan-simulate';

/** The response header of an answer that was ordered so, with the same value as the request's. */
export const SIMULATED_HEADER = 'milaan-simulated';

export interface Simulation {
  readonly code: ErrorCode | null;
  readonly latencyMs: number;
}

export type SimulationReading =
  | { readonly ok: true; readonly simulation: Simulation }
  | { readonly ok: false; readonly fault: FaultDraft };

const refused = (reason: string): SimulationReading => ({
  ok: false,
  fault: { code: 'parameter_invalid', pointer: null, metadata: { param: SIMULATE_HEADER, reason } },
});

/**
 * Reads `x-milaan-simulate`: a code of the master, `latency=<ms>`, or both with a comma between:
 * `rate_limit_requests, latency=250`. A semicolon or spaces between them do as well.
 */
export function readSimulation(header: string): SimulationReading {
  let code: ErrorCode | null = null;
  let latencyMs: number | null = null;
  for (const part of header.trim().split(/\s*[,;]\s*|\s+/)) {
    const latency = /^latency=([0-9]{1,9})$/.exec(part)?.[1];
    if (latency !== undefined && latencyMs === null) latencyMs = Number(latency);
    else if (isErrorCode(part) && code === null) code = part;
    else return refused('it must be a code of the master, latency=<ms>, or both with a comma between');
  }
  if ((latencyMs ?? 0) > LIMITS.simulatedLatencyMs)
    return refused(`the latency must be at most ${LIMITS.simulatedLatencyMs} ms`);
  return { ok: true, simulation: { code, latencyMs: latencyMs ?? 0 } };
}
