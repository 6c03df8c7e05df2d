import { Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../app/shortcuts.ts';
import { useConsole, useCurrentRoom } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { LaunchForm } from './launch-form.tsx';
import { RehearsalPanel } from './rehearsal-panel.tsx';
import { RehearsalReportPanel } from './rehearsal-report-panel.tsx';
import { RoomCard } from './room-card.tsx';
import { useRehearsalReport } from './use-rehearsal-report.ts';

type Form = 'room' | 'rehearsal';

/** Every room of this console, what the last rehearsal came to, and the two ways to a new one. */
export function RoomsScreen() {
  const { t } = useTranslation('rooms');
  const { rooms } = useConsole();
  const view = useStream(rooms);
  const rehearsed = useRehearsalReport();
  const [form, setForm] = useState<Form>('room');
  const forms = useRef<HTMLElement>(null);
  const count = view.value?.length ?? 0;
  useShortcut({
    id: 'rooms.launch',
    keys: 'n',
    label: t('keys.launch'),
    group: t('title'),
    run: () => {
      // The field exists once its tab is on show.
      flushSync(() => setForm('room'));
      forms.current?.querySelector('input')?.focus();
    },
  });
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_minmax(360px,2fr)] gap-3 p-(--pad) lg:grid-cols-[minmax(0,1fr)_440px]">
      <h1 className="sr-only">{t('title')}</h1>
      <div className="flex min-h-0 min-w-0 flex-col gap-3">
        <Panel
          title={count > 0 ? t('list.titleCount', { count }) : t('list.title')}
          flush
          className={rehearsed ? 'max-h-1/2 shrink-0' : 'flex-1'}
          actions={view.status === 'reconnecting' && <Badge meaning="warn">{t('list.reconnecting')}</Badge>}
        >
          <RoomList onStart={setForm} />
        </Panel>
        {rehearsed && <RehearsalReportPanel {...rehearsed} reading className="flex-1" />}
      </div>
      <Panel ref={forms} title={t('new.title')} flush>
        <Tabs
          label={t('new.title')}
          className="h-full"
          value={form}
          onValueChange={(value) => setForm(value === 'rehearsal' ? 'rehearsal' : 'room')}
          tabs={[
            { value: 'room', label: t('new.room'), content: <LaunchForm /> },
            { value: 'rehearsal', label: t('new.rehearsal'), content: <RehearsalPanel /> },
          ]}
        />
      </Panel>
    </div>
  );
}

function RoomList({ onStart }: { readonly onStart: (form: Form) => void }) {
  const { t } = useTranslation('rooms');
  const { rooms } = useConsole();
  const view = useStream(rooms);
  const current = useCurrentRoom();
  if (view.value === undefined) {
    return view.status === 'failed' ? <ErrorState title={t('list.failed')} error={view.error} onRetry={() => rooms.retry()} /> : <LoadingState label={t('list.loading')} />;
  }
  if (view.value.length === 0) {
    return (
      <EmptyState icon={Users} title={t('empty.title')} action={<Button onClick={() => onStart('rehearsal')}>{t('empty.action')}</Button>}>
        {t('empty.next')}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={t('list.title')} className="m-0 list-none p-0">
      {view.value.map((room) => (
        <RoomCard key={room.name} room={room} current={room.name === current?.name} />
      ))}
    </ul>
  );
}
