import { type ReactNode, useId } from 'react';

export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong and what to do; shown in place of the hint. */
  readonly error?: string | undefined;
  /** Renders the control with the ids that tie it to label, hint and error. */
  readonly children: (control: FieldControl) => ReactNode;
}

/** A labelled control with its hint or error under it; the line for them is always there, so nothing jumps. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = error || hint ? `${id}-note` : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      <div id={`${id}-note`} role={error ? 'alert' : undefined} className={error ? 'min-h-4 text-sm text-bad' : 'min-h-4 text-sm text-muted'}>
        {error ?? hint}
      </div>
    </div>
  );
}
