import type { Leveller } from '../sound/leveller.ts';
import type { FrameSource } from './channel-mixer.ts';
import type { MachineVoice } from './machine-voice.ts';

/**
 * The machine voice of a channel as a source, at the target loudness; silent while it has nothing to say. Its clauses are measured
 * when they are pushed, mostly before they are heard, so each begins with the gain that is known by then.
 */
export function spokenBy(voice: MachineVoice, leveller: Leveller, frameSamples: number): FrameSource {
  const said = new Int16Array(frameSamples);
  const frame = new Float32Array(frameSamples);
  let pausing = true;
  return {
    next: () => {
      const speaking = voice.read(said);
      if (speaking && pausing) leveller.settle();
      pausing = !speaking;
      if (!speaking) return undefined;
      leveller.apply(said, frame);
      return frame;
    },
  };
}
