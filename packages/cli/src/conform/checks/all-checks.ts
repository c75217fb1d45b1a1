import type { Check } from '../check.ts';
import { ANSWER_CHECKS } from './answer-checks.ts';
import { BODY_CHECKS } from './body-checks.ts';
import { CREDENTIAL_CHECKS } from './credential-checks.ts';
import { IDEMPOTENCY_CHECKS } from './idempotency-checks.ts';
import { MASTER_CHECKS } from './master-checks.ts';
import { PARAMETER_CHECKS } from './parameter-checks.ts';
import { RATE_LIMIT_CHECK } from './rate-limit-check.ts';
import { REQUEST_CHECKS } from './request-checks.ts';
import { SIMULATION_CHECKS } from './simulation-checks.ts';
import { TRANSPORT_CHECKS } from './transport-checks.ts';

/** Every check, in the order in which they are made and printed. */
export const ALL_CHECKS: readonly Check[] = Object.freeze([
  ...REQUEST_CHECKS,
  ...CREDENTIAL_CHECKS,
  ...PARAMETER_CHECKS,
  ...BODY_CHECKS,
  ...TRANSPORT_CHECKS,
  ...MASTER_CHECKS,
  ...IDEMPOTENCY_CHECKS,
  ...SIMULATION_CHECKS,
  ...ANSWER_CHECKS,
  ...RATE_LIMIT_CHECK,
]);
