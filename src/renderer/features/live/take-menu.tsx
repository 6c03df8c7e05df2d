import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChannelStatus, OperatorHold } from '../../../shared/live/channel.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { sourceIcons } from './source-style.ts';

export interface TakeMenuProps {
  readonly name: string;
  readonly channel: ChannelStatus;
  readonly chosen: boolean;
  readonly busy: boolean;
  /** The menu is open; a channel that is held has none, it is released at once. */
  readonly open: boolean;
  /** Its size. */
  readonly className: string;
  readonly onOpenChange: (open: boolean) => void;
  readonly onHold: (hold: OperatorHold | 'auto') => void;
}

/** What the operator can put on the air by hand, in the order of the menu. */
export const HOLDS: readonly OperatorHold[] = ['machine', 'floor', 'silence', 'human'];

/** Takes a channel (a menu of what is to be heard) or, while it is held, releases it with one click. */
export function TakeMenu({ name, channel, chosen, busy, open, className, onOpenChange, onHold }: TakeMenuProps) {
  const { t } = useTranslation('live');
  if (channel.hold !== undefined) {
    return (
      <IconButton label={t('take.release', { name })} keys={chosen ? 'R' : undefined} pressed aria-busy={busy || undefined} className={className} onClick={() => onHold('auto')}>
        <Hand aria-hidden />
      </IconButton>
    );
  }
  return (
    <Menu
      align="end"
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <button
          type="button"
          aria-label={t('take.open', { name })}
          aria-busy={busy || undefined}
          aria-keyshortcuts={chosen ? 'T' : undefined}
          title={t('take.open', { name })}
          className={cx('inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text data-[state=open]:bg-hover', className)}
        >
          <Hand aria-hidden className="size-4" />
        </button>
      }
      items={HOLDS.map((hold) => ({
        key: hold,
        icon: sourceIcons[hold],
        label: hold === 'human' ? (channel.human ? t('take.human', { name: channel.human.name }) : t('take.nobody')) : t(`take.${hold}`),
        disabled: hold === 'human' && !channel.human,
        onSelect: () => onHold(hold),
      }))}
    />
  );
}
