import { useTranslation } from 'react-i18next';
import { useScreen } from '../state/use-screen.ts';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import { screens } from './screens.tsx';
import { useAlerts } from './use-alerts.ts';

/** The way to every screen. A badge counts what is wrong there. */
export function Rail() {
  const { t } = useTranslation('app');
  const [current, show] = useScreen();
  const alerts = useAlerts();
  return (
    <nav aria-label={t('screens.label')} className="flex flex-col items-center gap-1 border-r bg-surface py-2">
      {screens.map(({ name, icon: Icon }) => {
        const wrong = alerts.filter((alert) => alert.screen === name).length;
        const title = t(`screens.${name}`);
        return (
          <Tooltip key={name} content={title} side="right">
            <button
              type="button"
              aria-label={wrong > 0 ? t('screens.withAlerts', { title, count: wrong }) : title}
              aria-current={current === name ? 'page' : undefined}
              onClick={() => show(name)}
              className={cx(
                'relative flex size-10 items-center justify-center rounded-md transition-colors',
                current === name ? 'bg-hover text-text before:absolute before:-left-2 before:h-5 before:w-[3px] before:rounded-r-sm before:bg-accent' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              <Icon aria-hidden className="size-5" strokeWidth={1.75} />
              {wrong > 0 && (
                <span aria-hidden className="absolute top-0.5 right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-bad-fill px-1 text-xs font-semibold text-on-fill tabular">
                  {wrong}
                </span>
              )}
            </button>
          </Tooltip>
        );
      })}
    </nav>
  );
}
