import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import type { RehearsalView } from '../../../shared/contract/rehearsal.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useStream } from '../../state/stream-store.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorState, Failure } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { formatSpan } from '../../ui/format-time.ts';
import { Input } from '../../ui/input.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { RehearsalForm } from './rehearsal-form.tsx';
import { useNow } from '../../state/use-now.ts';

const bar =
  'h-1.5 w-full appearance-none overflow-hidden rounded-sm border-0 bg-line [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent';

/** The rehearsal where it is: the form when none runs, its progress while one does. */
export function RehearsalPanel() {
  const { t } = useTranslation('rooms');
  const { rehearsal } = useConsole();
  const view = useStream(rehearsal);
  if (view.status === 'failed' && !view.value) return <ErrorState title={t('rehearsal.unknown')} error={view.error} onRetry={() => rehearsal.retry()} />;
  if (!view.value) return <LoadingState label={t('rehearsal.asking')} />;
  const now = view.value;
  if (now.kind !== 'idle' && now.kind !== 'failed') return <Underway view={now} />;
  return <RehearsalForm>{now.kind === 'failed' && <Failure error={new AppError('INTERNAL', now.message)} />}</RehearsalForm>;
}

function Underway({ view }: { readonly view: Extract<RehearsalView, { kind: 'preparing' | 'running' | 'stopping' }> }) {
  const { t } = useTranslation('rooms');
  const { client, rooms } = useConsole();
  const people = useStream(rooms).value?.find(({ rehearsal }) => rehearsal)?.participants.length ?? 0;
  const [failure, setFailure] = useState<AppError>();
  const [stopping, setStopping] = useState(false);
  const [asking, setAsking] = useState(false);

  async function stop(): Promise<void> {
    setStopping(true);
    setFailure(undefined);
    try {
      await client.rehearsal.stop();
    } catch (thrown) {
      setFailure(AppError.from(thrown));
    } finally {
      setStopping(false);
    }
  }

  return (
    <div className="flex flex-col gap-4 p-(--pad)">
      {view.kind === 'preparing' && (
        <div className="flex flex-col gap-2">
          <output className="flex items-center gap-2">
            <Spinner /> {view.step}
          </output>
          <progress aria-label={view.step} value={view.done} max={Math.max(1, view.total)} className={bar} />
        </div>
      )}
      {view.kind === 'stopping' && (
        <output className="flex items-center gap-2">
          <Spinner /> {t('rehearsal.stopping')}
        </output>
      )}
      {view.kind === 'running' && <Running view={view} />}
      {failure && <Failure error={failure} />}
      {view.kind !== 'stopping' && (
        <Button busy={stopping} onClick={() => (view.kind === 'running' ? setAsking(true) : void stop())} className="self-start">
          {t('rehearsal.stop')}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('close.rehearsalTitle')}
        consequence={t('close.rehearsalConsequence', { count: people })}
        action={t('rehearsal.stop')}
        onConfirm={() => client.rehearsal.stop()}
      />
    </div>
  );
}

function Running({ view }: { readonly view: Extract<RehearsalView, { kind: 'running' }> }) {
  const { t } = useTranslation('rooms');
  const nowMs = useNow();
  const elapsed = formatSpan(nowMs - view.startedAtMs);
  return (
    <>
      <div className="flex flex-col gap-1">
        <span className="font-medium tabular">
          {view.seconds === undefined ? t('rehearsal.elapsed', { elapsed }) : t('rehearsal.elapsedOf', { elapsed, total: formatSpan(view.seconds * 1_000) })}
        </span>
        {view.seconds !== undefined && (
          <progress aria-label={t('rehearsal.progress')} value={Math.min(view.seconds, (nowMs - view.startedAtMs) / 1_000)} max={view.seconds} className={bar} />
        )}
        {view.line && (
          <p className="m-0 text-muted">
            {t('rehearsal.line', { index: view.line.index + 1, total: view.line.total })} · {view.line.speaker}: <span lang="en">{view.line.text}</span>
          </p>
        )}
      </div>
      <SayForm />
    </>
  );
}

/** Puts a sentence into a synthetic speaker's mouth. */
function SayForm() {
  const { t } = useTranslation('rooms');
  const { client } = useConsole();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState<{ readonly ok: boolean; readonly text: string }>();

  async function say(): Promise<void> {
    if (text.trim() === '') return setNote({ ok: false, text: t('rehearsal.say.empty') });
    setBusy(true);
    try {
      await client.rehearsal.say({ text });
      setText('');
      setNote({ ok: true, text: t('rehearsal.say.done') });
    } catch (thrown) {
      setNote({ ok: false, text: AppError.from(thrown).message });
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <Field label={t('rehearsal.say.label')} hint={note?.ok ? note.text : t('rehearsal.say.hint')} error={note && !note.ok ? note.text : undefined}>
        {(control) => (
          <span className="flex gap-2">
            <Input {...control} value={text} maxLength={500} lang="en" onChange={(event) => setText(event.target.value)} />
            <Button type="submit" busy={busy}>
              {t('rehearsal.say.action')}
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}
