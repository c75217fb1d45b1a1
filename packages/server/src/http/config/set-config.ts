import { problemsOf } from '@milaan/contract';
import { requireAllPans, requirePan } from '../../auth/scope.ts';
import { saveConfig } from '../../state/workspace-configs.ts';
import { recordAction } from '../audit/record-action.ts';
import { expectedBy } from '../expected-version.ts';
import type { Handler } from '../handler.ts';
import { configKey } from '../server-context.ts';
import { configAnswer } from './config-answer.ts';

const refuse = problemsOf<'setConfig'>();

/** Stores a configuration in place of the former one. */
export const setConfig: Handler<'setConfig'> = async (handled, server) => {
  const { request, caller, db, now, onCommit } = handled;
  const { pan = null, error: _, ...settings } = request.body;
  if (pan === null) requireAllPans(caller);
  else requirePan(caller, pan, 'pan');
  const { workspaceId } = caller;
  const document = { ...settings, error: null };
  const expected = expectedBy(request.headers['if-match']);
  const saved = await saveConfig(db, { workspaceId, pan, document, expected, at: now });
  if (!saved.isSaved) {
    return refuse('version_mismatch', { metadata: { param: 'if-match', currentVersion: saved.version } });
  }
  recordAction(handled, server, 'config.set', pan, { version: saved.version });
  onCommit(() => server.memories.configs.forget(configKey(workspaceId, pan)));
  return configAnswer({ document, version: saved.version });
};
