import { Tabs as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

export interface TabsProps {
  readonly label: string;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly tabs: ReadonlyArray<{ readonly value: string; readonly label: ReactNode; readonly content: ReactNode }>;
  readonly className?: string;
}

/** Views of one thing, one at a time; only the chosen one is mounted. Arrow keys move between them. */
export function Tabs({ label, value, onValueChange, tabs, className }: TabsProps) {
  return (
    <Primitive.Root value={value} onValueChange={onValueChange} className={cx('flex min-h-0 flex-col', className)}>
      <Primitive.List aria-label={label} className="flex shrink-0 gap-1 border-b px-2">
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-9 items-center gap-2 border-b-2 border-transparent px-2 text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map((tab) => (
        <Primitive.Content key={tab.value} value={tab.value} className="min-h-0 flex-1 overflow-auto">
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  );
}
