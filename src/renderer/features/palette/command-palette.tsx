import { Command as Menu } from 'cmdk';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import { useUi } from '../../state/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { type Command, useCommands } from './commands.ts';

const GROUPS: ReadonlyArray<Command['group']> = ['screens', 'listen', 'rehearsal', 'rooms', 'here', 'appearance', 'nodes'];

const close = (): void => useUi.setState({ overlay: 'none' });

/** Everything the console can do, by typing. Stays open while a command works and when it fails. */
export function CommandPalette() {
  const { t } = useTranslation('palette');
  const commands = useCommands();
  const search = useRef<HTMLInputElement>(null);
  const [working, setWorking] = useState<string>();
  const [failure, setFailure] = useState<AppError>();

  async function run(command: Command): Promise<void> {
    if (working !== undefined) return;
    setFailure(undefined);
    // Closed first for what is done at once: focus is back before the command moves it, for example into a search field.
    if (command.group === 'here' || command.group === 'screens' || command.group === 'listen' || command.group === 'rooms') {
      close();
      requestAnimationFrame(() => void command.run());
      return;
    }
    setWorking(command.label);
    try {
      await command.run();
      close();
    } catch (thrown) {
      setFailure(AppError.from(thrown));
    } finally {
      setWorking(undefined);
    }
  }

  return (
    <Dialog open onOpenChange={close} title={t('title')} head="none" initialFocus={search} className="mt-[12vh] w-150">
      <Menu label={t('title')} loop className="flex flex-col">
        <div className="flex items-center gap-2 border-b px-3">
          {working === undefined ? <Search aria-hidden className="size-4 shrink-0 text-muted" /> : <Spinner />}
          <Menu.Input ref={search} placeholder={t('placeholder')} className="h-12 w-full min-w-0 bg-transparent text-lg text-text outline-none placeholder:text-muted" />
        </div>
        {working !== undefined && (
          <output className="block px-3 py-2 text-muted">{t('working', { command: working })}</output>
        )}
        {failure && (
          <div className="p-3 pb-0">
            <Failure error={failure} />
          </div>
        )}
        <Menu.List label={t('title')} className="max-h-[52vh] overflow-auto p-2">
          <Menu.Empty className="p-4 text-center text-muted">{t('nothing')}</Menu.Empty>
          {GROUPS.map((group) => {
            const inGroup = commands.filter((command) => command.group === group);
            return inGroup.length === 0 ? undefined : (
              <Menu.Group key={group} heading={t(`group.${group}`)} className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-muted">
                {inGroup.map((command) => (
                  <Menu.Item
                    key={command.id}
                    value={`${command.id} ${command.label}`}
                    keywords={[...(command.keywords ?? [])]}
                    onSelect={() => void run(command)}
                    className="flex h-(--row-h) items-center gap-2 rounded-md px-2 data-[selected=true]:bg-accent-fill data-[selected=true]:text-on-fill"
                  >
                    <span className="min-w-0 flex-1 truncate">{command.label}</span>
                    {command.keys && <Kbd>{command.keys}</Kbd>}
                  </Menu.Item>
                ))}
              </Menu.Group>
            );
          })}
        </Menu.List>
        <p className="m-0 flex gap-4 border-t px-3 py-2 text-sm text-muted">
          <span>
            <Kbd>↑↓</Kbd> {t('hint.move')}
          </span>
          <span>
            <Kbd>↵</Kbd> {t('hint.run')}
          </span>
          <span>
            <Kbd>Esc</Kbd> {t('hint.close')}
          </span>
        </p>
      </Menu>
    </Dialog>
  );
}
