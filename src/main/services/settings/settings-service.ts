import type { Settings, SettingsPatch } from '../../../shared/contract/settings.ts';
import type { LatestValue } from '../streams/latest-value.ts';

/** The user's preferences: one schema, one file. */
export declare class SettingsService {
  readonly values: LatestValue<Settings>;
  get current(): Settings;
  /** Writes the patch; nothing is changed when it throws. @throws INVALID_INPUT */
  update(patch: SettingsPatch): Settings;
}
