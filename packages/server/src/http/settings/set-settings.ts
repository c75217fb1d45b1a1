import { problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { findSettings, saveSettings } from '../../state/workspace-settings.ts';
import { recordAction } from '../audit/record-action.ts';
import { expectedBy } from '../expected-version.ts';
import type { Handler } from '../handler.ts';
import { settingsAnswer } from './settings-answer.ts';

const refuse = problemsOf<'setSettings'>();

/** Stores settings in place of the former ones. */
export const setSettings: Handler<'setSettings'> = async (handled, server) => {
  const { request, caller, db, now } = handled;
  requireAllPans(caller);
  const { workspaceId } = caller;
  const document = request.body;
  const expected = expectedBy(request.headers['if-match']);
  const version = await saveSettings(db, { workspaceId, document, expected, at: now });
  if (version === null) {
    const { version: currentVersion } = await findSettings(db, workspaceId);
    return refuse('version_mismatch', { metadata: { param: 'if-match', currentVersion } });
  }
  recordAction(handled, server, 'settings.set', null, { version });
  return settingsAnswer({ document, version });
};
