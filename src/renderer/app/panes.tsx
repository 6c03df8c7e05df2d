import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { drop } from '../../shared/drop.ts';
import { useSettings } from '../state/console-state.tsx';

export interface Pane {
  readonly id: string;
  /** Percent of the whole, before the user has moved anything. */
  readonly defaultPercent: number;
  readonly minPx: number;
  readonly content: ReactNode;
}

export interface PanesProps {
  /** Name under which the sizes are remembered in the settings. */
  readonly group: string;
  /** Says what the separators resize. */
  readonly label: string;
  readonly panes: readonly Pane[];
  readonly orientation?: 'horizontal' | 'vertical';
}

/** Panes side by side (or stacked) whose sizes are remembered. Separators move by pointer and by arrow keys. */
export function Panes({ group, label, panes, orientation = 'horizontal' }: PanesProps) {
  const { settings, update } = useSettings();
  const remembered = settings.layout.panes[group];
  const sizes = remembered?.length === panes.length ? remembered : panes.map(({ defaultPercent }) => defaultPercent);
  const vertical = orientation === 'vertical';
  return (
    <Group
      orientation={orientation}
      className="h-full"
      defaultLayout={Object.fromEntries(panes.map(({ id }, index) => [id, sizes[index] ?? 0]))}
      onLayoutChanged={(layout, { isUserInteraction, requestedLayout = layout }) => {
        if (!isUserInteraction) return;
        const percents = panes.map(({ id }) => Math.round((requestedLayout[id] ?? 0) * 10) / 10);
        drop(update({ layout: { panes: { ...settings.layout.panes, [group]: percents } } }), () => undefined);
      }}
    >
      {panes.map(({ id, minPx, content }, index) => (
        <Fragment key={id}>
          {index > 0 && (
            <Separator
              aria-label={label}
              className={vertical ? 'h-px bg-line data-[separator=active]:bg-accent data-[separator=hover]:bg-accent' : 'w-px bg-line data-[separator=active]:bg-accent data-[separator=hover]:bg-accent'}
            />
          )}
          <Panel id={id} minSize={minPx} className="min-h-0 min-w-0">
            {content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  );
}
