import { problemsOf } from '@milaan/contract';
import { requireAllPans, requirePan } from '../../auth/scope.ts';
import { type ExpectedVersion, saveConfig } from '../../state/workspace-configs.ts';
import type { Handler } from '../handler.ts';
import { configKey } from '../server-context.ts';
import { configAnswer } from './config-answer.ts';

const refuse = problemsOf<'setConfig'>();

/** `"3"` is version 3, `*` any; the contract lets nothing else through. */
const expectedBy = (ifMatch: string | undefined): ExpectedVersion =>
  ifMatch === undefined ? undefined : ifMatch === '*' ? 'any' : Number(ifMatch.slice(1, -1));

/** Stores a configuration in place of the former one. */
export const setConfig: Handler<'setConfig'> = async ({ request, caller, db, now, onCommit }, { memories }) => {
  const { pan = null, ...settings } = request.body;
  if (pan === null) requireAllPans(caller);
  else requirePan(caller, pan, 'pan');
  const { workspaceId } = caller;
  const document = { ...settings, error: null };
  const expected = expectedBy(request.headers['if-match']);
  const saved = await saveConfig(db, { workspaceId, pan, document, expected, at: now });
  if (!saved.isSaved) {
    return refuse('version_mismatch', { metadata: { param: 'if-match', currentVersion: saved.version } });
  }
  onCommit(() => memories.configs.forget(configKey(workspaceId, pan)));
  return configAnswer({ document, version: saved.version });
};
