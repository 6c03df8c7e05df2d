import { CircleAlert, Command, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop.ts';
import { useSettings } from '../state/console-state.tsx';
import { useUi } from '../state/ui-state.ts';
import { useScreen } from '../state/use-screen.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Menu } from '../ui/menu.tsx';
import { ConnectionFigures } from './connection-figures.tsx';
import { NodeHealth } from './node-health.tsx';
import { RoomStatus } from './room-status.tsx';
import { showKeys } from './shortcuts.ts';
import { useAlerts } from './use-alerts.ts';

/** The top line: what runs, who speaks, and whatever is wrong, on every screen. Each part keeps its place and width. */
export function StatusBar() {
  const { t } = useTranslation('app');
  return (
    <header aria-label={t('status.label')} className="flex h-10 items-center gap-4 border-b bg-surface pr-2 pl-3 text-sm">
      <RoomStatus />
      <div className="ml-auto flex shrink-0 items-center gap-4">
        <NodeHealth />
        <ConnectionFigures />
        <Alerts />
        <div className="flex items-center gap-1">
          <button
            type="button"
            onClick={() => useUi.setState({ overlay: 'palette' })}
            aria-keyshortcuts="Control+K"
            className="flex h-7 items-center gap-2 rounded-md border border-line-strong bg-bg px-2 text-muted hover:text-text"
          >
            <Command aria-hidden className="size-3.5" />
            <span className="max-[1200px]:sr-only">{t('status.palette')}</span>
            <Kbd>{showKeys('Mod+k')}</Kbd>
          </button>
          <ThemeButton />
        </div>
      </div>
    </header>
  );
}

function Alerts() {
  const { t } = useTranslation('app');
  const alerts = useAlerts();
  const [, show] = useScreen();
  const bad = alerts.some(({ level }) => level === 'bad');
  const label = alerts.length === 0 ? t('status.noAlerts') : t('status.alerts', { count: alerts.length });
  return (
    <output className="min-w-20">
      {alerts.length === 0 ? (
        <span className="text-muted">{label}</span>
      ) : (
        <Menu
          align="end"
          trigger={
            <button
              type="button"
              className={cx('inline-flex h-6 items-center gap-1.5 rounded-sm px-2 font-semibold', bad ? 'bg-bad-fill text-on-fill' : 'border border-warn text-warn')}
            >
              <CircleAlert aria-hidden className="size-3.5" />
              {label}
            </button>
          }
          items={alerts.map(({ id, text, level, screen }) => ({ key: id, label: text, icon: CircleAlert, danger: level === 'bad', onSelect: () => show(screen) }))}
        />
      )}
    </output>
  );
}

function ThemeButton() {
  const { t } = useTranslation('app');
  const { settings, update } = useSettings();
  const isLight = settings.appearance.theme === 'light';
  return (
    <IconButton
      label={isLight ? t('status.darker') : t('status.lighter')}
      onClick={() => drop(update({ appearance: { theme: isLight ? 'dark' : 'light' } }), () => undefined)}
      className="size-7"
    >
      {isLight ? <Moon aria-hidden /> : <Sun aria-hidden />}
    </IconButton>
  );
}
