import { Spinner } from './spinner.tsx';

/** Waiting for the first data: says what for. Invisible for the first 150 ms, so that a fast answer does not flash. */
export function LoadingState({ label }: { readonly label: string }) {
  return (
    <output className="flex h-full animate-appear items-center justify-center gap-2 p-6 text-muted">
      <Spinner />
      {label}
    </output>
  );
}
