import { ChartColumn, Info, MessageSquareText, Square } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import type { RehearsalView } from '../../../shared/contract/rehearsal.ts';
import { useConsole } from '../../state/console-state.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Input } from '../../ui/input.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { RehearsalReportTable } from '../rooms/rehearsal-report-table.tsx';

type Running = Extract<RehearsalView, { kind: 'running' | 'stopping' }>;

/** While a rehearsal runs: what the speakers read, a sentence of one's own, the figures so far, and the end. */
export function RehearsalBar({ view, firstRun }: { readonly view: Running; readonly firstRun: boolean }) {
  const { t } = useTranslation('live');
  const { client } = useConsole();
  const [figures, setFigures] = useState(false);
  const [asking, setAsking] = useState(false);
  const report = view.kind === 'running' ? view.report : undefined;
  return (
    <section aria-label={t('rehearsal.title')} className="shrink-0 border-b bg-surface">
      {firstRun && (
        <p className="m-0 flex items-center gap-2 border-b bg-accent-fill/15 px-3 py-1 text-sm">
          <Info aria-hidden className="size-4 shrink-0 text-accent" />
          {t('rehearsal.firstRun')}
        </p>
      )}
      <div className="flex h-11 items-center gap-3 px-3">
        {view.kind === 'running' ? <LineBeingRead line={view.line} /> : <Stopping />}
        <Say disabled={view.kind !== 'running'} />
        <Button className="h-7!" aria-expanded={figures} aria-controls="rehearsal-figures" onClick={() => setFigures(!figures)}>
          <ChartColumn aria-hidden />
          {t('rehearsal.figures')}
          {report && <Badge meaning={report.verdict === 'go' ? 'good' : 'bad'} look="plain">{t(`rehearsal.${report.verdict}`)}</Badge>}
        </Button>
        <Button className="h-7!" disabled={view.kind !== 'running'} onClick={() => setAsking(true)}>
          <Square aria-hidden />
          {t('rehearsal.stop')}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- A scrolling region has to be reachable by keyboard. */}
      <section id="rehearsal-figures" aria-label={t('rehearsal.figures')} tabIndex={0} hidden={!figures} className="max-h-[45vh] overflow-auto border-t p-3">
        <h2 className="sr-only">{t('rehearsal.figures')}</h2>
        {report ? <RehearsalReportTable report={report} interim /> : <p className="m-0 text-muted">{t('rehearsal.noFigures')}</p>}
      </section>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('rehearsal.stopTitle')}
        consequence={t('rehearsal.stopConsequence')}
        action={t('rehearsal.stopAction')}
        onConfirm={() => client.rehearsal.stop()}
      />
    </section>
  );
}

function Stopping() {
  const { t } = useTranslation('live');
  return (
    <output className="flex min-w-0 flex-1 items-center gap-2">
      <Spinner />
      {t('rehearsal.stopping')}
    </output>
  );
}

function LineBeingRead({ line }: { readonly line: Extract<RehearsalView, { kind: 'running' }>['line'] }) {
  const { t } = useTranslation('live');
  return (
    <p className="m-0 flex min-w-0 flex-1 items-center gap-2" title={line?.text}>
      <span className="shrink-0 text-sm text-muted tabular">{line ? t('rehearsal.line', { line: line.index + 1, total: line.total }) : t('rehearsal.betweenLines')}</span>
      {line && (
        <>
          <span className="flex size-5 shrink-0 items-center justify-center rounded-sm border border-floor text-sm font-bold text-floor">
            <span className="sr-only">{t('rehearsal.speaker')} </span>
            {line.speaker}
          </span>
          <span className="truncate">{line.text}</span>
        </>
      )}
    </p>
  );
}

/** A sentence of the operator's for the speakers to say, with what became of it in place. */
function Say({ disabled }: { readonly disabled: boolean }) {
  const { t } = useTranslation('live');
  const { client } = useConsole();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(false);
  const [error, setError] = useState<AppError>();

  async function say(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await client.rehearsal.say({ text });
      setText('');
      setSaid(true);
    } catch (thrown) {
      setError(AppError.from(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void say(event)} className="relative flex w-88 min-w-40 shrink items-center gap-1">
      <MessageSquareText aria-hidden className="pointer-events-none absolute left-2 size-4 text-muted" />
      <Input
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setSaid(false);
        }}
        maxLength={500}
        disabled={disabled}
        aria-label={t('rehearsal.sayLabel')}
        placeholder={said ? t('rehearsal.said') : t('rehearsal.sayHint')}
        className="h-7! pl-8"
      />
      <Button type="submit" className="h-7!" busy={busy} disabled={disabled || text.trim() === ''}>
        {t('rehearsal.say')}
      </Button>
      <output className="sr-only">{said && t('rehearsal.said')}</output>
      {error && (
        <div className="absolute top-9 right-0 z-20 w-88 rounded-md bg-raised shadow-pop">
          <Failure error={error} />
        </div>
      )}
    </form>
  );
}
