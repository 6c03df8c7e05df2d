import { X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notice } from '../../shared/contract/system.ts';
import { useConsole } from '../state/console-state.tsx';
import { useStream } from '../state/stream-store.ts';
import { useScreen } from '../state/use-screen.ts';
import { meaningIcons, meaningText } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';

const meanings = { info: 'info', warn: 'warn', error: 'bad' } as const;
const SHOWN = 3;

/**
 * Notices of what happened elsewhere: on another screen, or by the program itself. Only those since this page opened;
 * errors stay until they are closed. Spoken by screen readers; F8 moves focus here.
 */
export function Toasts() {
  const { t } = useTranslation('app');
  const { notices } = useConsole();
  const { value } = useStream(notices);
  const [screen] = useScreen();
  const [openedMs] = useState(() => Date.now());
  const [closed, setClosed] = useState<ReadonlySet<number>>(() => new Set());
  const shown = useMemo(
    () => (value ?? []).filter((notice) => notice.atMs >= openedMs && !closed.has(notice.id) && (notice.screen !== screen || notice.level === 'error')).slice(-SHOWN),
    [value, openedMs, closed, screen],
  );
  return (
    <Toast.Provider label={t('notices.one')} swipeDirection="right">
      {shown.map((notice) => (
        <Item key={notice.id} notice={notice} onClose={() => setClosed((before) => new Set(before).add(notice.id))} />
      ))}
      <Toast.Viewport label={t('notices.region')} className="fixed top-12 right-4 z-40 flex w-88 max-w-[calc(100vw-32px)] flex-col gap-2 outline-none" />
    </Toast.Provider>
  );
}

function Item({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const [screen, show] = useScreen();
  const meaning = meanings[notice.level];
  const Icon = meaningIcons[meaning];
  const target = notice.screen;
  return (
    <Toast.Root
      type={notice.level === 'error' ? 'foreground' : 'background'}
      duration={notice.level === 'error' ? Number.POSITIVE_INFINITY : 8_000}
      onOpenChange={(open) => !open && onClose()}
      className="flex items-start gap-2 rounded-md border bg-raised p-3 shadow-pop"
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', meaningText[meaning])} />
      <Toast.Description className="min-w-0 flex-1 wrap-break-word">
        <span className="sr-only">{t(`notices.level.${notice.level}`)}: </span>
        {notice.message}
      </Toast.Description>
      {target && target !== screen && (
        <Toast.Action asChild altText={t('notices.show', { screen: t(`screens.${target}`) })}>
          <Button tone="ghost" onClick={() => show(target)}>
            {t('notices.show', { screen: t(`screens.${target}`) })}
          </Button>
        </Toast.Action>
      )}
      <Toast.Close asChild>
        <IconButton label={t('close')}>
          <X aria-hidden />
        </IconButton>
      </Toast.Close>
    </Toast.Root>
  );
}
