import { Command as Menu } from 'cmdk';
import { ChevronRight, Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppError } from '../../../shared/app-error.ts';
import { useUi } from '../../state/ui-state.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failure } from '../../ui/error-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { ActionCommand, Command } from './command.ts';
import { useCommands } from './commands.ts';

const GROUPS: ReadonlyArray<Command['group']> = ['screens', 'listen', 'channels', 'rehearsal', 'rooms', 'here', 'appearance', 'nodes'];

/** Their commands are done at once, and the palette is closed first: focus is back before the command moves it, for example into a search field. */
const AT_ONCE: ReadonlySet<Command['group']> = new Set(['here', 'screens', 'listen', 'channels', 'rooms']);

const close = (): void => useUi.setState({ overlay: 'none' });

/**
 * Everything the console can do, by typing. Stays open while a command works and when it fails; a command that asks first, or
 * has a dialog of its own, puts that in the palette's place.
 */
export function CommandPalette() {
  const commands = useCommands();
  const [chosen, setChosen] = useState<Command>();
  if (chosen && 'dialog' in chosen) return chosen.dialog(close);
  if (chosen && 'run' in chosen && chosen.confirm) {
    return <ConfirmDialog open onOpenChange={(open) => !open && close()} {...chosen.confirm} onConfirm={async () => chosen.run()} />;
  }
  // Looked up again: what there is to choose may change while it is read.
  const parent = commands.find(({ id }) => id === chosen?.id);
  return parent && 'choices' in parent ? (
    <CommandList key={parent.id} title={parent.label} commands={parent.choices} onChoose={setChosen} onBack={() => setChosen(undefined)} />
  ) : (
    <CommandList key="all" commands={commands} onChoose={setChosen} />
  );
}

interface CommandListProps {
  readonly commands: readonly Command[];
  /** Given for the list that a command led to: what it was. */
  readonly title?: string;
  /** A command that cannot simply be run. */
  readonly onChoose: (command: Command) => void;
  readonly onBack?: () => void;
}

function CommandList({ commands, title, onChoose, onBack = close }: CommandListProps) {
  const { t } = useTranslation('palette');
  const search = useRef<HTMLInputElement>(null);
  const [working, setWorking] = useState<string>();
  const [failure, setFailure] = useState<AppError>();

  function choose(command: Command): void {
    if (working !== undefined) return;
    if (!('run' in command) || command.confirm) onChoose(command);
    else void run(command);
  }

  async function run(command: ActionCommand): Promise<void> {
    setFailure(undefined);
    if (AT_ONCE.has(command.group)) {
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
    <Dialog open onOpenChange={onBack} title={title ?? t('title')} head="none" initialFocus={search} className="mt-[12vh] w-150">
      <Menu label={title ?? t('title')} loop className="flex flex-col">
        <div className="flex items-center gap-2 border-b px-3">
          {working === undefined ? <Search aria-hidden className="size-4 shrink-0 text-muted" /> : <Spinner />}
          <Menu.Input ref={search} placeholder={title ?? t('placeholder')} className="h-12 w-full min-w-0 bg-transparent text-lg text-text outline-none placeholder:text-muted" />
        </div>
        {working !== undefined && (
          <output className="block px-3 py-2 text-muted">{t('working', { command: working })}</output>
        )}
        {failure && (
          <div className="p-3 pb-0">
            <Failure error={failure} />
          </div>
        )}
        <Menu.List label={title ?? t('title')} className="max-h-[52vh] overflow-auto p-2">
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
                    onSelect={() => choose(command)}
                    className="flex h-(--row-h) items-center gap-2 rounded-md px-2 data-[selected=true]:bg-accent-fill data-[selected=true]:text-on-fill"
                  >
                    <span className="min-w-0 flex-1 truncate">{command.label}</span>
                    {'choices' in command && <ChevronRight aria-hidden className="size-4 shrink-0" />}
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
            <Kbd>Esc</Kbd> {t(title === undefined ? 'hint.close' : 'hint.back')}
          </span>
        </p>
      </Menu>
    </Dialog>
  );
}
