import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Kbd } from './kbd.tsx';

export interface MenuItem {
  readonly key: string;
  readonly label: ReactNode;
  readonly icon?: LucideIcon;
  readonly keys?: string;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  /** For a choice that is in or out; undefined for an action. */
  readonly checked?: boolean;
  readonly danger?: boolean;
}

export interface MenuProps {
  /** The button that opens it: one element, named. */
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  /** Left out: it opens and closes by itself. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

const row = 'flex h-8 items-center gap-2 rounded-sm px-2 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-hover';

/**
 * Actions or choices behind a button. Not modal: the meters behind it stay readable and nothing locks. It stands beside its
 * button, not at the end of the page: inside the same landmark for screen readers.
 */
export function Menu({ trigger, items, align = 'start', open, onOpenChange }: MenuProps) {
  return (
    <Primitive.Root modal={false} {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Content align={align} sideOffset={4} collisionPadding={8} className="z-50 min-w-48 rounded-md border bg-raised p-1 text-text shadow-pop">
        {items.map(({ key, label, icon: Icon, keys, onSelect, disabled = false, checked, danger }) => {
          const content = (
            <>
              {checked === undefined ? Icon && <Icon aria-hidden className="size-4 text-muted" /> : <span className="flex size-4 items-center">{checked && <Check aria-hidden className="size-4" />}</span>}
              <span className="flex-1">{label}</span>
              {keys && <Kbd>{keys}</Kbd>}
            </>
          );
          return checked === undefined ? (
            <Primitive.Item key={key} disabled={disabled} onSelect={onSelect} className={cx(row, danger && 'text-bad')}>
              {content}
            </Primitive.Item>
          ) : (
            <Primitive.CheckboxItem key={key} checked={checked} disabled={disabled} onSelect={onSelect} className={row}>
              {content}
            </Primitive.CheckboxItem>
          );
        })}
      </Primitive.Content>
    </Primitive.Root>
  );
}
