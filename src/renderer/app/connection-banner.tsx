import { KeyRound, PlugZap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionState } from '../state/client/index.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { formatTime } from '../ui/format-time.ts';

/** Says that what is on screen is old, since when, and that the console is trying. Nothing while connected. */
export function ConnectionBanner({ connection }: { readonly connection: ConnectionState }) {
  const { t } = useTranslation('app');
  if (connection.kind !== 'reconnecting') return undefined;
  return (
    <div role="alert" className="flex min-h-9 items-center gap-2 border-b border-warn/50 bg-warn/15 px-4 py-1.5">
      <PlugZap aria-hidden className="size-4 shrink-0 text-warn" />
      <span className="font-medium">{t('connection.lost')}</span>
      <span className="min-w-0 flex-1 truncate text-muted">{t('connection.lostMeaning', { time: formatTime(connection.sinceMs), attempt: connection.attempt })}</span>
    </div>
  );
}

/** In place of the screen when the host refuses this page: how to get a new address. */
export function RefusedView({ reason }: { readonly reason: string }) {
  const { t } = useTranslation('app');
  return (
    <div role="alert" className="h-full">
      <EmptyState icon={KeyRound} heading="h1" title={t('connection.refused')}>
        <p>{reason}</p>
        <p className="mt-2">
          {t('connection.refusedStart')} <Kbd>npm start</Kbd>
        </p>
        <p className="mt-2">{t('connection.refusedElsewhere')}</p>
      </EmptyState>
    </div>
  );
}
