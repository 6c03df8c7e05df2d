import { useEffect, useState } from 'react';
import { AppError } from '../../../shared/app-error.ts';
import type { TargetLanguage } from '../../../shared/contract/rooms.ts';
import { LanguageTag } from '../../../shared/language.ts';
import type { EngineStatus } from '../../../shared/live/stats.ts';
import { useConsole } from '../../state/console-state.tsx';

export type TargetLanguages =
  | { readonly kind: 'loading' }
  | { readonly kind: 'known'; readonly targets: readonly TargetLanguage[]; readonly engines: readonly EngineStatus[] }
  | { readonly kind: 'failed'; readonly error: AppError };

const loading: TargetLanguages = { kind: 'loading' };

/** What could interpret from `floorLanguage`, on the host, now; asked again when the language changes or `again` is called. */
export function useTargetLanguages(floorLanguage: string): { readonly known: TargetLanguages; readonly again: () => void } {
  const { client } = useConsole();
  const [answer, setAnswer] = useState<{ readonly to: string; readonly known: TargetLanguages }>();
  const [round, setRound] = useState(0);
  const tag = LanguageTag.safeParse(floorLanguage).data;
  const question = `${tag ?? ''}/${round}`;

  useEffect(() => {
    if (tag === undefined) return undefined;
    const asking = new AbortController();
    const to = `${tag}/${round}`;
    client.rooms.languages({ floorLanguage: tag }, { signal: asking.signal }).then(
      (catalogue) => !asking.signal.aborted && setAnswer({ to, known: { kind: 'known', ...catalogue } }),
      (thrown: unknown) => !asking.signal.aborted && setAnswer({ to, known: { kind: 'failed', error: AppError.from(thrown) } }),
    );
    return () => asking.abort();
  }, [client, tag, round]);

  return { known: answer?.to === question ? answer.known : loading, again: () => setRound((before) => before + 1) };
}
