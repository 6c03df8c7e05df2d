import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  /** What is copied; asked when pressed. */
  readonly text: () => string;
  /** *Copy address*. */
  readonly label: string;
  /** *Copied*. */
  readonly doneLabel: string;
  /** *Cannot copy: select the text and press Ctrl C*. */
  readonly failedLabel: string;
  readonly disabled?: boolean;
}

/** Puts text on the clipboard and says in place whether it worked. */
export function CopyButton({ text, label, doneLabel, failedLabel, disabled = false }: CopyButtonProps) {
  const [state, setState] = useState<'ready' | 'done' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), 3_000);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
      setState('done');
    } catch {
      setState('failed');
    }
  }

  return (
    <Button onClick={() => void copy()} disabled={disabled}>
      {state === 'done' ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{state === 'done' ? doneLabel : state === 'failed' ? failedLabel : label}</span>
    </Button>
  );
}
