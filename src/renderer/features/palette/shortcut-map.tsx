import { useTranslation } from 'react-i18next';
import { type Shortcut, showKeys, useShortcuts } from '../../app/shortcuts.ts';
import { useUi } from '../../state/ui-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';

/** What every key does now, by the headings of the registry. */
export function ShortcutMap() {
  const { t } = useTranslation('palette');
  const shortcuts = useShortcuts();
  const groups = [...new Set(shortcuts.map(({ group }) => group))];
  return (
    <Dialog open onOpenChange={() => useUi.setState({ overlay: 'none' })} title={t('map.title')} description={t('map.what')} className="w-180">
      <div className={groups.length > 1 ? 'columns-2 gap-8' : undefined}>
        {groups.map((group) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mt-0 mb-1 text-sm text-muted">{group}</h3>
            <dl className="m-0">
              {unique(shortcuts.filter((shortcut) => shortcut.group === group)).map(({ id, keys, label }) => (
                <div key={id} className="flex min-h-7 items-center justify-between gap-3">
                  <dt>{label}</dt>
                  <dd className="m-0 shrink-0">
                    <Kbd>{showKeys(keys)}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** One line a key: several mounted parts may register the same. */
function unique(shortcuts: readonly Shortcut[]): readonly Shortcut[] {
  return [...new Map(shortcuts.map((shortcut) => [shortcut.id, shortcut])).values()];
}
