import { LoaderCircle } from 'lucide-react';
import { cx } from './cx.ts';

/** Work under way. Decorative: the words beside it say what. Stands still under reduced motion. */
export function Spinner({ className }: { readonly className?: string }) {
  return <LoaderCircle aria-hidden className={cx('size-4 shrink-0 animate-spin', className)} />;
}
