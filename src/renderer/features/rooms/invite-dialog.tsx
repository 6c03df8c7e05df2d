import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { languageName } from '../../../shared/language.ts';
import { InvitableRole } from '../../../shared/roles.ts';
import { useConsole } from '../../state/console-state.tsx';
import { useNow } from '../../state/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { formatSpan, formatTime } from '../../ui/format-time.ts';
import { Input, TextArea } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';

/** Roles that speak or interpret in one language. */
const WITH_LANGUAGE: ReadonlySet<InvitableRole> = new Set(['speaker', 'interpreter']);

interface Invitation {
  readonly url: string;
  readonly token: string;
  readonly identity: string;
  readonly expiresAtMs: number;
}

/** Makes an address and a token with which one more person or device joins `room`. */
export function InviteDialog({ room, onClose }: { readonly room: RoomView; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('rooms');
  const { client } = useConsole();
  const [role, setRole] = useState<InvitableRole>('listener');
  const [name, setName] = useState('');
  const [language, setLanguage] = useState(room.languages[0] ?? room.floorLanguage);
  const [nameError, setNameError] = useState<string>();
  const [failure, setFailure] = useState<AppError>();
  const [busy, setBusy] = useState(false);
  const [invitation, setInvitation] = useState<Invitation>();

  async function create(): Promise<void> {
    setFailure(undefined);
    if (name.trim() === '') return setNameError(t('invite.name.empty'));
    setNameError(undefined);
    setBusy(true);
    try {
      setInvitation(await client.rooms.invite({ name: room.name, role, participantName: name, ...(WITH_LANGUAGE.has(role) && { language }) }));
    } catch (thrown) {
      setFailure(AppError.from(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('invite.title', { room: room.name })} description={t('invite.what')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
        className="flex flex-col gap-2"
      >
        <Field label={t('invite.name.label')} hint={t('invite.name.hint')} error={nameError}>
          {(control) => <Input {...control} value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('invite.role.label')} hint={t(`invite.role.hint.${role}`)}>
            {(control) => (
              <Select
                {...control}
                value={role}
                options={InvitableRole.options.map((one) => ({ value: one, label: t(`role.${one}`) }))}
                onChange={(event) => setRole(InvitableRole.catch('listener').parse(event.target.value))}
              />
            )}
          </Field>
          {WITH_LANGUAGE.has(role) && (
            <Field label={t('invite.language.label')} hint={t(`invite.language.hint.${role}`)}>
              {(control) => (
                <Select
                  {...control}
                  value={language}
                  options={[room.floorLanguage, ...room.languages].map((tag) => ({ value: tag, label: `${tag.toUpperCase()} · ${languageName(tag, i18n.language)}` }))}
                  onChange={(event) => setLanguage(event.target.value)}
                />
              )}
            </Field>
          )}
        </div>
        {failure && <Failure error={failure} />}
        <Button type="submit" tone={invitation ? 'neutral' : 'primary'} busy={busy} className="self-start">
          {t(invitation ? 'invite.another' : 'invite.action')}
        </Button>
      </form>
      {invitation && <InvitationView key={invitation.token} invitation={invitation} />}
    </Dialog>
  );
}

function InvitationView({ invitation: { url, token, identity, expiresAtMs } }: { readonly invitation: Invitation }) {
  const { t } = useTranslation('rooms');
  const leftMs = expiresAtMs - useNow();
  const copy = { doneLabel: t('invite.copied'), failedLabel: t('invite.cannotCopy') };
  return (
    <section aria-label={t('invite.result')} className="mt-4 flex flex-col gap-2 border-t pt-4">
      <p role="note" className="m-0 flex gap-2 rounded-md border border-warn/50 bg-warn/10 p-3">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        {t('invite.warning', { identity })}
      </p>
      <Field label={t('invite.address')}>
        {(control) => (
          <span className="flex gap-2">
            <Input {...control} value={url} readOnly onFocus={(event) => event.target.select()} />
            <CopyButton {...copy} label={t('invite.copyAddress')} text={() => url} />
          </span>
        )}
      </Field>
      <Field label={t('invite.token')} hint={leftMs > 0 ? t('invite.expires', { time: formatTime(expiresAtMs), left: formatSpan(leftMs) }) : undefined} error={leftMs > 0 ? undefined : t('invite.expired')}>
        {(control) => (
          <span className="flex items-start gap-2">
            <TextArea {...control} value={token} readOnly rows={3} className="font-mono text-sm break-all" onFocus={(event) => event.target.select()} />
            <CopyButton {...copy} label={t('invite.copyToken')} text={() => token} disabled={leftMs <= 0} />
          </span>
        )}
      </Field>
    </section>
  );
}
