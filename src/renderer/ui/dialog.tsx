import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  /** Usually buttons, the safe one first. */
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
  /** Has focus first; by default the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** `none`: no visible head; the title stays the accessible name (palette, shortcut map with a head of its own). */
  readonly head?: 'shown' | 'none';
  readonly className?: string;
}

/**
 * A modal question or sheet on the browser's own `<dialog>`: it traps focus, makes the rest inert, closes with Esc and gives
 * focus back, without the style elements that a strict content security policy would refuse.
 */
export function Dialog({ open, onOpenChange, title, description, footer, children, head = 'shown', initialFocus, className }: DialogProps) {
  const { t } = useTranslation('app');
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return undefined;
    const before = document.activeElement;
    dialog.showModal();
    // Else the browser takes the first button, which closes the dialog and opens its tooltip over it.
    (initialFocus?.current ?? dialog.querySelector<HTMLElement>('input, textarea, select') ?? dialog).focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open, initialFocus]);

  if (!open) return undefined;
  return (
    // A click on the backdrop lands on the dialog element itself; the keyboard has Esc, which the browser reports as `cancel`.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onKeyDown={(event) => {
        // A tooltip that is open on the focused button takes Esc for itself, and the browser then sends no `cancel`.
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onOpenChange(false);
      }}
      onCancel={(event) => {
        event.preventDefault();
        onOpenChange(false);
      }}
      onClick={(event) => {
        if (event.target === ref.current) onOpenChange(false);
      }}
      className={cx('m-auto w-120 max-w-[calc(100vw-32px)] rounded-lg border bg-surface p-0 text-text shadow-pop outline-none', className)}
    >
      <div className="flex max-h-[calc(100vh-64px)] flex-col">
        <header className={head === 'none' ? 'sr-only' : 'flex items-start gap-3 p-(--pad) pb-2'}>
          <div className="min-w-0 flex-1">
            <h2 id={`${id}-title`} className="text-lg">
              {title}
            </h2>
            {description && (
              <div id={`${id}-description`} className="mt-1 text-muted">
                {description}
              </div>
            )}
          </div>
          {head === 'shown' && (
            <IconButton label={t('close')} keys="Esc" onClick={() => onOpenChange(false)}>
              <X aria-hidden />
            </IconButton>
          )}
        </header>
        {children && <div className={cx('min-h-0 flex-1 overflow-auto', head === 'shown' && 'p-(--pad) pt-2')}>{children}</div>}
        {footer && <footer className="flex flex-wrap justify-end gap-2 border-t p-(--pad) py-3">{footer}</footer>}
      </div>
    </dialog>
  );
}
