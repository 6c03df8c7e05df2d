import { useEffect } from 'react';
import { create } from 'zustand';
import { useMonitor } from './monitor/use-monitor.ts';

/** What the operator wants in the headphones. A solo is heard instead of the listened channel until it is released. */
interface ListeningWish {
  readonly listen: string | undefined;
  readonly solo: string | undefined;
}

/** The operator's wish; what is really heard is the monitor's `listening`. */
export const useListening = create<ListeningWish>(() => ({ listen: undefined, solo: undefined }));

/** Listens to `track`, or to nothing when it is listened to already. Ends a solo, so that one key always gives what it says. */
export function toggleListen(track: string): void {
  useListening.setState(({ listen, solo }) => ({ listen: (solo ?? listen) === track ? undefined : track, solo: undefined }));
}

/** Hears only `track` for a moment; again: back to what was listened to before. */
export function toggleSolo(track: string): void {
  useListening.setState(({ solo }) => ({ solo: solo === track ? undefined : track }));
}

/** Tells the monitor what to play. Mounted once, by the frame. */
export function useListeningSync(): void {
  const monitor = useMonitor();
  const wanted = useListening(({ listen, solo }) => solo ?? listen);
  useEffect(() => monitor.listen(wanted), [monitor, wanted]);
}
