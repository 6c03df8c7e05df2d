import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { Figure } from '../../ui/figure.tsx';
import type { StripProps } from './strip-props.ts';

/**
 * The level of a track as a meter and in figures, or the lamp of an overload until it is acknowledged, and a channel's loudness.
 * Meters are of one length on every strip, the floor's among them, so that levels can be compared.
 */
export function StripLevel({ strip: { track, channel }, name, flags, tight, onAcknowledge }: StripProps & { readonly name: string }) {
  const { t } = useTranslation('live');
  return (
    <div className={cx('flex items-center gap-2', tight ? 'h-3' : 'h-4')}>
      <div data-meter={track} className="h-2 min-w-0 flex-1">
        <meter aria-label={t('strip.level', { name })} min={-60} max={0} value={-60} className="sr-only" />
      </div>
      {flags.clipped ? (
        <button
          type="button"
          onClick={() => onAcknowledge(track)}
          aria-label={t('strip.clipped', { name })}
          className="relative h-full w-13 shrink-0 rounded-[2px] bg-bad-fill text-[10px] leading-none font-bold text-on-fill after:absolute after:-inset-1"
        >
          CLIP
        </button>
      ) : (
        <span data-meter-figure className="w-13 shrink-0 text-right text-sm whitespace-nowrap text-muted tabular" />
      )}
      <span className="w-18 shrink-0 text-right text-sm">
        {channel && (
          <span title={t('strip.loudnessHint')}>
            <Figure value={channel.shortTermLufs} unit="LUFS" digits={1} unknownReason={t('strip.noLoudness')} />
          </span>
        )}
      </span>
    </div>
  );
}
