import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Settings } from '../../../shared/contract/settings.ts';
import { LoudnessTarget } from '../../../shared/live/loudness.ts';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { useConsole, useSettings } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { LanguagePicker } from '../rooms/language-picker.tsx';
import { EnginesPage } from './engines/engines-page.tsx';
import { NumberControl } from './number-control.tsx';
import { SettingRow } from './setting-row.tsx';

const initial = Settings.parse({});

/** Limits of the contract, for the words beside a field; the host checks again. */
const LIMITS = {
  rttMs: { unit: 'ms', min: 1, max: 5_000 },
  lossPercent: { unit: '%', min: 0.1, max: 100 },
  jitterMs: { unit: 'ms', min: 1, max: 1_000 },
  engineHostMb: { unit: 'MB', min: 50, max: 64_000 },
  sessionWorkerMb: { unit: 'MB', min: 50, max: 64_000 },
  growthMbPerHour: { unit: 'MB/h', min: 10, max: 10_000 },
} as const;

/** The user's preferences, each kept the moment it is changed. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { settings } = useConsole();
  const view = useStream(settings);
  const [tab, setTab] = useState('preferences');
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      {view.value ? (
        <Tabs
          label={t('tab.label')}
          value={tab}
          onValueChange={setTab}
          className="h-full"
          tabs={[
            { value: 'preferences', label: t('tab.preferences'), content: <Preferences /> },
            { value: 'engines', label: t('tab.engines'), content: <div className="p-(--pad)"><EnginesPage /></div> },
          ]}
        />
      ) : view.status === 'failed' ? (
        <ErrorState title={t('failed')} error={view.error} onRetry={() => settings.retry()} />
      ) : (
        <LoadingState label={t('loading')} />
      )}
    </>
  );
}

function Preferences() {
  return (
    <div className="p-(--pad)">
      <div className="mx-auto flex max-w-200 flex-col gap-3">
        <Appearance />
        <Meters />
        <Sound />
        <Thresholds />
        <Rehearsal />
        <Endurance />
      </div>
    </div>
  );
}

function Appearance() {
  const { t } = useTranslation('settings');
  const { formatWithUnit } = useNumbers();
  const { appearance } = useSettings().settings;
  const row = <K extends keyof Settings['appearance']>(key: K) => ({
    label: t(`appearance.${key}.label`),
    hint: t(`appearance.${key}.hint`),
    changed: appearance[key] !== initial.appearance[key],
    now: { appearance: { [key]: appearance[key] } },
    initial: { appearance: { [key]: initial.appearance[key] } },
  });
  return (
    <Panel title={t('appearance.title')} flush>
      <SettingRow {...row('theme')}>
        {(save) => (
          <Toggle
            label={t('appearance.theme.label')}
            value={appearance.theme}
            onValueChange={(theme) => save({ appearance: { theme } })}
            options={[
              { value: 'dark', label: t('appearance.theme.dark') },
              { value: 'light', label: t('appearance.theme.light') },
              { value: 'system', label: t('appearance.theme.system') },
            ]}
          />
        )}
      </SettingRow>
      <SettingRow {...row('density')}>
        {(save) => (
          <Toggle
            label={t('appearance.density.label')}
            value={appearance.density}
            onValueChange={(density) => save({ appearance: { density } })}
            options={[
              { value: 'comfortable', label: t('appearance.density.comfortable') },
              { value: 'compact', label: t('appearance.density.compact') },
            ]}
          />
        )}
      </SettingRow>
      <SettingRow {...row('locale')}>
        {(save) => (
          <Select
            aria-label={t('appearance.locale.label')}
            value={appearance.locale}
            onChange={(event) => save({ appearance: { locale: event.target.value === 'es' ? 'es' : 'en' } })}
            options={[
              { value: 'en', label: 'English' },
              { value: 'es', label: 'Español' },
            ]}
          />
        )}
      </SettingRow>
      <SettingRow {...row('captionSizePx')}>
        {(save) => (
          <>
            <input
              type="range"
              aria-label={t('appearance.captionSizePx.label')}
              aria-valuetext={formatWithUnit(appearance.captionSizePx, 'px')}
              min={14}
              max={32}
              value={appearance.captionSizePx}
              onChange={(event) => save({ appearance: { captionSizePx: Number(event.target.value) } })}
              className="w-40 accent-accent"
            />
            <span className="min-w-12 tabular">{formatWithUnit(appearance.captionSizePx, 'px')}</span>
            <span aria-hidden className="w-full truncate" style={{ fontSize: appearance.captionSizePx, lineHeight: 1.4 }}>
              {t('appearance.captionSizePx.sample')}
            </span>
          </>
        )}
      </SettingRow>
    </Panel>
  );
}

function Meters() {
  const { t } = useTranslation('settings');
  const { silenceAlarmSec } = useSettings().settings.meters;
  return (
    <Panel title={t('meters.title')} flush>
      <SettingRow
        label={t('meters.silenceAlarmSec.label')}
        hint={t('meters.silenceAlarmSec.hint')}
        changed={silenceAlarmSec !== initial.meters.silenceAlarmSec}
        now={{ meters: { silenceAlarmSec } }}
        initial={{ meters: initial.meters }}
      >
        {(save) => (
          <NumberControl label={t('meters.silenceAlarmSec.label')} value={silenceAlarmSec} unit="s" min={5} max={600} whole onSave={(value) => save({ meters: { silenceAlarmSec: value } })} />
        )}
      </SettingRow>
    </Panel>
  );
}

function Thresholds() {
  const { t } = useTranslation('settings');
  const { thresholds } = useSettings().settings;
  return (
    <Panel title={t('thresholds.title')} flush>
      {(['rttMs', 'lossPercent', 'jitterMs'] as const).map((key) => (
        <SettingRow
          key={key}
          label={t(`thresholds.${key}.label`)}
          hint={t(`thresholds.${key}.hint`)}
          changed={thresholds[key] !== initial.thresholds[key]}
          now={{ thresholds: { [key]: thresholds[key] } }}
          initial={{ thresholds: { [key]: initial.thresholds[key] } }}
        >
          {(save) => <NumberControl label={t(`thresholds.${key}.label`)} value={thresholds[key]} {...LIMITS[key]} whole={false} onSave={(value) => save({ thresholds: { [key]: value } })} />}
        </SettingRow>
      ))}
    </Panel>
  );
}

function Sound() {
  const { t } = useTranslation('settings');
  const { loudnessTargetLufs } = useSettings().settings.sound;
  return (
    <Panel title={t('sound.title')} flush>
      <SettingRow
        label={t('sound.loudnessTargetLufs.label')}
        hint={t('sound.loudnessTargetLufs.hint')}
        changed={loudnessTargetLufs !== initial.sound.loudnessTargetLufs}
        now={{ sound: { loudnessTargetLufs } }}
        initial={{ sound: initial.sound }}
      >
        {(save) => (
          <NumberControl
            label={t('sound.loudnessTargetLufs.label')}
            value={loudnessTargetLufs}
            unit="LUFS"
            min={LoudnessTarget.minValue ?? 0}
            max={LoudnessTarget.maxValue ?? 0}
            whole={false}
            onSave={(value) => save({ sound: { loudnessTargetLufs: value } })}
          />
        )}
      </SettingRow>
    </Panel>
  );
}

function Endurance() {
  const { t } = useTranslation('settings');
  const { endurance } = useSettings().settings;
  return (
    <Panel title={t('endurance.title')} flush>
      {(['engineHostMb', 'sessionWorkerMb', 'growthMbPerHour'] as const).map((key) => (
        <SettingRow
          key={key}
          label={t(`endurance.${key}.label`)}
          hint={t(`endurance.${key}.hint`)}
          changed={endurance[key] !== initial.endurance[key]}
          now={{ endurance: { [key]: endurance[key] } }}
          initial={{ endurance: { [key]: initial.endurance[key] } }}
        >
          {(save) => <NumberControl label={t(`endurance.${key}.label`)} value={endurance[key]} {...LIMITS[key]} whole onSave={(value) => save({ endurance: { [key]: value } })} />}
        </SettingRow>
      ))}
    </Panel>
  );
}

function Rehearsal() {
  const { t } = useTranslation('settings');
  const { languages } = useSettings().settings.rehearsal;
  return (
    <Panel title={t('rehearsal.title')} flush>
      <SettingRow
        label={t('rehearsal.languages.label')}
        hint={t('rehearsal.languages.hint')}
        changed={languages.join() !== initial.rehearsal.languages.join()}
        now={{ rehearsal: { languages } }}
        initial={{ rehearsal: initial.rehearsal }}
      >
        {(save) => (
          <div className="w-full">
            <LanguagePicker
              label={t('rehearsal.languages.label')}
              labelHidden
              floorLanguage="en"
              value={languages}
              onChange={(next) => {
                // The last language stays: a rehearsal without one has nothing to show.
                if (next.length > 0) save({ rehearsal: { languages: next } });
              }}
            />
          </div>
        )}
      </SettingRow>
    </Panel>
  );
}
