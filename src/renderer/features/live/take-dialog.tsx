import { useTranslation } from 'react-i18next';
import { languageName } from '../../../shared/language.ts';
import { type ChannelRequest, sendChannel, useChannelControl } from '../../state/channel-control.ts';
import { useConsole } from '../../state/console-state.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

/** Asks before a human who is heard is taken off the air. Mounted once, for whatever asks. */
export function TakeDialog() {
  const asking = useChannelControl((control) => control.asking);
  return asking && <Question request={asking} />;
}

function Question({ request }: { readonly request: ChannelRequest }) {
  const { t, i18n } = useTranslation('live');
  const { client } = useConsole();
  const { channel, wish } = request;
  const language = languageName(channel.language, i18n.language);
  const person = channel.human?.name ?? t('take.interpreter');
  const instead = t(`take.instead.${wish.kind === 'policy' || wish.hold === 'auto' ? 'machine' : wish.hold}`);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && useChannelControl.setState({ asking: undefined })}
      title={t('take.ask.title', { language, person })}
      consequence={t(wish.kind === 'policy' ? 'take.ask.policy' : 'take.ask.hold', { language, person, instead })}
      action={t('take.ask.action', { person })}
      onConfirm={() => sendChannel(client, request)}
    />
  );
}
