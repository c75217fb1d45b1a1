import { findSettings } from '../../state/workspace-settings.ts';
import type { Handler } from '../handler.ts';
import { settingsAnswer } from './settings-answer.ts';

/** The settings of the workspace: the stored ones, or the defaults. */
export const getSettings: Handler<'getSettings'> = async ({ caller, db }) =>
  settingsAnswer(await findSettings(db, caller.workspaceId));
