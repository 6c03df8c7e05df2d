import { drop } from '../../../../shared/drop.ts';
import { lowerThread } from '../../../../shared/node/media-priority.ts';
import { ProgramVoice } from './program-voice.ts';
import { type FromVoiceHost, ToVoiceHost } from './voice-host-protocol.ts';

/**
 * The process of the installed espeak-ng's voices, started by the engine host with the program's path. Small, because it starts a
 * process for each text: to copy the tables of a process with models in it takes 5 ms for every 100 MB, in which that one stands still.
 */
const program = process.argv[2]!;
/** Longest wait for its processes to be gone. */
const CLOSE_BUDGET_MS = 500;
const voices = new Map<string, ProgramVoice>();
const requests = new Map<number, ProgramVoice>();

const send = (message: FromVoiceHost): void => {
  if (message.type === 'done' || message.type === 'failed') requests.delete(message.id);
  // The engine host may be gone already; 'disconnect' then ends this process.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

function receive(message: ToVoiceHost): void {
  switch (message.type) {
    case 'open': {
      if (voices.has(message.voice)) return;
      const voice = new ProgramVoice(program, message.voice, send);
      voices.set(message.voice, voice);
      voice.start();
      break;
    }
    case 'speak': {
      const voice = voices.get(message.voice);
      if (!voice) return send({ type: 'failed', id: message.id });
      requests.set(message.id, voice);
      voice.speak(message);
      break;
    }
    case 'cancel':
      requests.get(message.id)?.cancel(message.id);
      requests.delete(message.id);
      break;
  }
}

// Below everything that hears: a voice is far ahead of its listener after a moment. What it starts inherits it.
lowerThread();
process.on('message', (raw: unknown) => receive(ToVoiceHost.parse(raw)));
process.on('disconnect', () => {
  // Those that wait for a text would end by themselves, because their input does; one that hangs would not.
  const ended = Promise.all([...voices.values()].map((voice) => voice[Symbol.asyncDispose]()));
  setTimeout(() => process.exit(0), CLOSE_BUDGET_MS).unref();
  drop(ended.finally(() => process.exit(0)), () => undefined);
});
