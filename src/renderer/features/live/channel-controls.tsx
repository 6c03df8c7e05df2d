import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../../shared/drop.ts';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { ChannelPolicy, type ChannelStatus, Takeover } from '../../../shared/live/channel.ts';
import { type ChannelWish, requestChannel, useChannelControl } from '../../state/channel-control.ts';
import { useConsole } from '../../state/console-state.tsx';
import { cx } from '../../ui/cx.ts';
import { Failure } from '../../ui/error-state.tsx';
import { Select } from '../../ui/select.tsx';
import { sourceIcons } from './source-style.ts';
import { HOLDS } from './take-menu.tsx';

/** What the operator may do with a channel: put a source on the air by hand and release it, and say who may interpret. */
export function ChannelControls({ room, channel }: { readonly room: RoomView; readonly channel: ChannelStatus }) {
  const { t } = useTranslation('live');
  const { client } = useConsole();
  const { busy, failed } = useChannelControl();
  const id = useId();
  const ask = (wish: ChannelWish): void => drop(requestChannel(client, { room: room.name, channel, wish }), () => undefined);
  return (
    <div className="flex flex-col gap-2" aria-busy={busy === channel.language || undefined}>
      <fieldset className="m-0 grid min-w-0 grid-cols-3 gap-1 border-0 p-0">
        <legend className="sr-only">{t('detail.hold')}</legend>
        <HoldButton on={channel.hold === undefined} label={t('hold.auto')} onClick={() => ask({ kind: 'hold', hold: 'auto' })} />
        {HOLDS.map((hold) => (
          <HoldButton
            key={hold}
            icon={sourceIcons[hold]}
            on={channel.hold === hold}
            disabled={hold === 'human' && !channel.human && channel.hold !== 'human'}
            label={t(`source.${hold}`)}
            onClick={() => ask({ kind: 'hold', hold })}
          />
        ))}
      </fieldset>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 gap-y-1">
        <label htmlFor={`${id}-policy`} className="text-muted">
          {t('detail.policy')}
        </label>
        <Select
          id={`${id}-policy`}
          value={channel.policy}
          options={ChannelPolicy.options.map((value) => ({ value, label: t(`policy.${value}`) }))}
          onChange={(event) => ask({ kind: 'policy', policy: ChannelPolicy.parse(event.target.value), takeover: channel.takeover })}
        />
        <label htmlFor={`${id}-takeover`} className="text-muted">
          {t('detail.takeover')}
        </label>
        <Select
          id={`${id}-takeover`}
          value={channel.takeover}
          options={Takeover.options.map((value) => ({ value, label: t(`takeover.${value}`) }))}
          onChange={(event) => ask({ kind: 'policy', policy: channel.policy, takeover: Takeover.parse(event.target.value) })}
        />
      </div>
      {failed?.language === channel.language && <Failure error={failed.error} />}
    </div>
  );
}

interface HoldButtonProps {
  readonly label: string;
  readonly icon?: (typeof sourceIcons)[keyof typeof sourceIcons];
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function HoldButton({ label, icon: Icon, on, disabled = false, onClick }: HoldButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={on}
      disabled={disabled}
      onClick={onClick}
      className={cx(
        'inline-flex h-7 min-w-0 items-center justify-center gap-1 rounded-md border px-1 transition-colors disabled:opacity-50',
        on ? 'border-accent bg-accent-fill font-medium text-on-fill' : 'border-line-strong bg-surface hover:bg-hover',
      )}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      <span className="truncate">{label}</span>
    </button>
  );
}
