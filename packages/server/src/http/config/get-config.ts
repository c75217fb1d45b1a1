import { problemsOf } from '@milaan/contract';
import { requirePan } from '../../auth/scope.ts';
import { findConfig } from '../../state/workspace-configs.ts';
import type { Handler } from '../handler.ts';
import { andThen } from '../maybe-later.ts';
import { configKey } from '../server-context.ts';
import { configAnswer } from './config-answer.ts';

const refuse = problemsOf<'getConfig'>();

/** The configuration of the workspace, or of the PAN that the query names. */
export const getConfig: Handler<'getConfig'> = ({ request, caller, db }, { memories }) => {
  const pan = request.query.pan ?? null;
  if (pan !== null) requirePan(caller, pan, 'pan');
  const { workspaceId } = caller;
  const finding = memories.configs.get(configKey(workspaceId, pan), () => findConfig(db, { workspaceId, pan }));
  return andThen(finding, (stored) => {
    if (stored !== undefined) return configAnswer(stored);
    return refuse('configuration_missing', {
      metadata: { subject: pan === null ? 'this workspace' : `the PAN ${pan}` },
    });
  });
};
