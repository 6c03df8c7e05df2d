import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { EngineSpec } from '../engine-spec.ts';
import { LanguageTag } from '../language.ts';
import { DEFAULT_LOUDNESS_TARGET_LUFS, LoudnessTarget } from '../live/loudness.ts';
import { command, stream } from './define.ts';

/** The user's preferences. Every field has a default, so an older or newer file still parses; secrets are never here. */
export const Settings = z.object({
  appearance: z
    .object({
      theme: z.enum(['system', 'dark', 'light']).default('dark'),
      density: z.enum(['comfortable', 'compact']).default('comfortable'),
      locale: z.enum(['en', 'es']).default('en'),
      captionSizePx: z.number().int().min(14).max(32).default(16),
    })
    .prefault({}),
  layout: z
    .object({
      screen: z.enum(['live', 'rooms', 'network', 'nodes', 'settings']).default('live'),
      /** Sizes of resizable panes by pane group, percent. */
      panes: z.record(z.string(), z.array(z.number())).default({}),
      /** Caption columns the user hid. */
      hiddenColumns: z.array(z.string()).default([]),
    })
    .prefault({}),
  meters: z
    .object({
      /** A live channel that is silent for this long raises the alarm, seconds. */
      silenceAlarmSec: z.number().int().min(5).max(600).default(30),
    })
    .prefault({}),
  thresholds: z
    .object({
      rttMs: z.number().min(1).max(5_000).default(100),
      lossPercent: z.number().min(0.1).max(100).default(2),
      jitterMs: z.number().min(1).max(1_000).default(30),
    })
    .prefault({}),
  sound: z
    .object({
      /** Every channel is brought to this loudness, LUFS; a session worker reads it when it starts. */
      loudnessTargetLufs: LoudnessTarget.default(DEFAULT_LOUDNESS_TARGET_LUFS),
    })
    .prefault({}),
  endurance: z
    .object({
      /** An engine host above this is replaced by a fresh one without a gap, MB. With 16 voices it has about 900. */
      engineHostMb: z.number().int().min(50).max(64_000).default(1_500),
      /** A session worker above this is replaced by a fresh one without a gap, MB. */
      sessionWorkerMb: z.number().int().min(50).max(64_000).default(1_000),
      /** Either one is replaced when it grows faster than this over half an hour, MB an hour. */
      growthMbPerHour: z.number().int().min(10).max(10_000).default(200),
    })
    .prefault({}),
  rehearsal: z
    .object({
      languages: z.array(LanguageTag).min(1).max(16).default(['es', 'ca', 'pt', 'fr']),
    })
    .prefault({}),
  engines: z
    .object({
      /** The user's own engines in the order of preference, without keys. Changed by `engines.save` and `engines.remove`. */
      configured: z.array(EngineSpec).max(30, 'More than 30 engines cannot be set up').default([]),
    })
    .prefault({}),
});
export type Settings = z.output<typeof Settings>;

/** A change of some settings; what is left out stays. Engines have procedures of their own, because of their keys. */
export const SettingsPatch = z.object({
  appearance: Settings.shape.appearance.unwrap().partial().optional(),
  layout: Settings.shape.layout.unwrap().partial().optional(),
  meters: Settings.shape.meters.unwrap().partial().optional(),
  thresholds: Settings.shape.thresholds.unwrap().partial().optional(),
  sound: Settings.shape.sound.unwrap().partial().optional(),
  endurance: Settings.shape.endurance.unwrap().partial().optional(),
  rehearsal: Settings.shape.rehearsal.unwrap().partial().optional(),
});
export type SettingsPatch = z.input<typeof SettingsPatch>;

export const settingsContract = {
  /** The whole settings, again after every change. */
  watch: stream('viewer', { keep: 'latest' }).output(eventIterator(Settings)),
  /** @throws INVALID_INPUT a value is out of its range; nothing is changed then */
  update: command('operator').input(SettingsPatch).output(Settings),
};
