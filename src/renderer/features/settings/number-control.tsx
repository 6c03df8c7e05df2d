import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumbers } from '../../i18n/use-numbers.ts';
import { Input } from '../../ui/input.tsx';

export interface NumberControlProps {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Whole numbers only. */
  readonly whole: boolean;
  readonly onSave: (value: number) => void;
}

/** A number that is kept when the field is left or Enter is pressed; what is not valid is explained in place and not kept. */
export function NumberControl({ label, value, unit, min, max, whole, onSave }: NumberControlProps) {
  const { t } = useTranslation('settings');
  const { formatNumber } = useNumbers();
  const [typed, setTyped] = useState<string>();
  const [wrong, setWrong] = useState(false);
  const noteId = `number-${label.replaceAll(/\W+/g, '-')}`;

  function commit(): void {
    if (typed === undefined) return;
    const next = Number(typed.trim().replace(',', '.').replace('\u2212', '-'));
    if (typed.trim() === '' || !(next >= min && next <= max) || (whole && !Number.isInteger(next))) return setWrong(true);
    setWrong(false);
    setTyped(undefined);
    if (next !== value) onSave(next);
  }

  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <Input
          inputMode="decimal"
          aria-label={`${label}, ${unit}`}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? noteId : undefined}
          value={typed ?? String(value)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key !== 'Escape' || typed === undefined) return;
            event.stopPropagation();
            setTyped(undefined);
            setWrong(false);
          }}
          className="max-w-24 text-right tabular"
        />
        <span className="text-muted">{unit}</span>
      </div>
      {wrong && (
        <div id={noteId} role="alert" className="text-sm text-bad">
          {t(whole ? 'wholeRange' : 'range', { min: formatNumber(min, Number.isInteger(min) ? 0 : 1), max: formatNumber(max) })}
        </div>
      )}
    </div>
  );
}
