import { useEffect } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';

/** What was typed into a form and not sent: kept for as long as the window lives, so that another screen loses nothing. */
export interface Draft<Values> {
  values: Values | undefined;
}

/** Keeps `form`'s values in `draft` when the form leaves the screen. Begin the form with `draft.values` where there are any. */
export function useDraft<Values extends FieldValues, Output>(draft: Draft<Values>, form: UseFormReturn<Values, unknown, Output>): void {
  useEffect(
    () => () => {
      draft.values = form.getValues();
    },
    [draft, form],
  );
}
