import type { ChannelGuards } from './channel-guards.ts';
import type { Booth, BoothEvent, BoothMicrophone } from './channel-model.ts';

/** A channel nobody interprets. */
export const emptyBooth: Booth = { microphones: [], queue: [] };

/** Takes in what a microphone tells. What is said about one that is not there is ignored. */
export function learnOfBooth(booth: Booth, event: BoothEvent, guards: ChannelGuards): Booth {
  const microphones = changed(booth.microphones, event);
  const ready = microphones.filter((microphone) => guards.open(microphone) && guards.flowing(microphone) && guards.heard(microphone)).map(({ sid }) => sid);
  return { microphones, queue: [...booth.queue.filter((sid) => ready.includes(sid)), ...ready.filter((sid) => !booth.queue.includes(sid))] };
}

/** The microphone with the turn. `quietToo`: without one, any that is open, though nobody speaks into it. */
export function whoseTurn({ microphones, queue }: Booth, guards: ChannelGuards, quietToo: boolean): BoothMicrophone | undefined {
  const sid = guards.firstKeeps() ? queue[0] : queue.at(-1);
  const turn = microphones.find((microphone) => microphone.sid === sid);
  if (turn || !quietToo) return turn;
  return microphones.find((microphone) => guards.open(microphone) && guards.flowing(microphone));
}

function changed(microphones: readonly BoothMicrophone[], event: BoothEvent): readonly BoothMicrophone[] {
  const known = microphones.find(({ sid }) => sid === event.sid);
  if (event.kind === 'booth-gone') return microphones.filter((microphone) => microphone !== known);
  if (event.kind === 'booth') {
    const { sid, identity, name, open } = event;
    // One that was closed has to be heard of anew when it is opened: whether its participant is still there is not known.
    const before = known?.open === open ? known : { flowing: false, quiet: false };
    const now: BoothMicrophone = { sid, identity, name, open, flowing: before.flowing, quiet: before.quiet };
    return known ? microphones.map((microphone) => (microphone === known ? now : microphone)) : [...microphones, now];
  }
  const now = event.kind === 'booth-flow' ? { flowing: event.flowing } : { quiet: event.quiet };
  return microphones.map((microphone) => (microphone === known ? { ...microphone, ...now } : microphone));
}
