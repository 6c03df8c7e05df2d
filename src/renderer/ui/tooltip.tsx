import { Tooltip as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

export interface TooltipProps {
  readonly content: ReactNode;
  readonly keys?: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  /** One focusable element. */
  readonly children: ReactNode;
}

/**
 * Words on hover and on focus. Never the only place of something important. They stand beside their element, not at the end
 * of the page: inside the same landmark for screen readers, and above a modal dialog when they belong to it.
 */
export function Tooltip({ content, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Content
        side={side}
        sideOffset={6}
        collisionPadding={8}
        className="z-50 flex max-w-72 items-center gap-2 rounded-md border bg-raised px-2 py-1 text-sm text-text shadow-pop"
      >
        {content}
        {keys && <Kbd>{keys}</Kbd>}
      </Primitive.Content>
    </Primitive.Root>
  );
}

/** Once around the whole console: the delay is shared, so that the second tooltip comes at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return <Primitive.Provider delayDuration={400}>{children}</Primitive.Provider>;
}
