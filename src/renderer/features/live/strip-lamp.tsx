import { useTranslation } from 'react-i18next';
import { useUi } from '../../state/ui-state.ts';
import { cx } from '../../ui/cx.ts';
import type { StripModel } from './strip-model.ts';

export interface StripLampProps {
  readonly strip: StripModel;
  readonly onAir: boolean;
  readonly chosen: boolean;
  readonly keyNumber: number | undefined;
  readonly name: string;
}

/** The tally light, legible across the room, with the key that chooses the channel. The whole of it chooses it, too. */
export function StripLamp({ strip, onAir, chosen, keyNumber, name }: StripLampProps) {
  const { t } = useTranslation('live');
  return (
    <>
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={t('strip.choose', { tag: strip.tag, name, state: t(onAir ? 'strip.onAir' : 'strip.offAir') })}
        aria-keyshortcuts={keyNumber?.toString()}
        onClick={() => useUi.setState({ track: strip.track })}
        className={cx(
          'flex w-16 shrink-0 flex-col items-center justify-center gap-0.5 border-r-4 transition-colors -outline-offset-2',
          onAir ? 'bg-on-air-fill text-on-fill' : 'hatched bg-raised text-muted',
          chosen ? 'border-accent' : onAir ? 'border-on-air-fill' : 'border-raised',
        )}
      >
        <span className={cx('font-bold', strip.tag.length > 3 ? 'text-[15px] leading-5 tracking-tighter' : 'text-[26px] leading-7 tracking-tight')}>{strip.tag}</span>{' '}
        <span className="text-xs font-bold whitespace-nowrap uppercase">{t(onAir ? 'strip.onAir' : 'strip.offAir')}</span>
      </button>
      {keyNumber !== undefined && (
        <span aria-hidden className={cx('pointer-events-none absolute top-0.5 left-1 text-[10px] leading-3 tabular', onAir ? 'text-on-fill' : 'text-muted')}>
          {keyNumber}
        </span>
      )}
    </>
  );
}
