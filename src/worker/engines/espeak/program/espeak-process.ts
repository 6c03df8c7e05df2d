import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { childEnvironment } from '../../../../shared/child-environment.ts';
import { spokenText } from '../spoken-text.ts';
import { WavReader } from './wav-reader.ts';

/** As much sound is handed on before others have their turn: 50 ms, of which converting its rate takes half a millisecond. */
const PIECE_SAMPLES = 1_102;
/** espeak-ng's own mark before a command inside a text. */
const COMMAND = '\u0001';

/** One run of the installed espeak-ng: started ahead, it loads its voice and waits for the only text that it will speak. */
export class EspeakProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<unknown>;
  #over = false;

  /** @param program its path; `voice` is one of its names. @throws Error there are no resources for it */
  constructor(program: string, voice: string) {
    this.#child = spawn(program, ['-v', voice, '--stdin', '--stdout'], { env: childEnvironment(process.env), stdio: ['pipe', 'pipe', 'ignore'] });
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        this.#over = true;
        resolve(undefined);
      };
      this.#child.once('exit', end);
      this.#child.on('error', () => {
        // There is no exit where there is no program.
        if (this.#child.pid === undefined) end();
      });
    });
    // What ended before it had read everything is told by its end.
    this.#child.stdin.on('error', () => undefined);
  }

  /** It ended before it was given a text. */
  get over(): boolean {
    return this.#over;
  }

  /**
   * Speaks `text` at so many words a minute and hands its sound to `onPiece` while it is made, 22.05 kHz as a rule; then it is
   * over. Others have their turn between two pieces. @throws Error it made no sound, or something else than sound
   */
  async speak(text: string, wordsPerMinute: number, onPiece: (samples: Int16Array<ArrayBuffer>, sampleRateHz: number) => void): Promise<void> {
    // By a command and not by an option: it was started before anybody knew how fast it is to speak.
    this.#child.stdin.end(`${COMMAND}${wordsPerMinute}S${spokenText(text)}\n`);
    const reader = new WavReader();
    for await (const bytes of this.#child.stdout as AsyncIterable<Buffer>) {
      const samples = reader.take(bytes);
      for (let at = 0; at < samples.length; at += PIECE_SAMPLES) {
        onPiece(samples.subarray(at, at + PIECE_SAMPLES), reader.sampleRateHz);
        await nextTurn();
      }
    }
    await this.#ended;
    if (this.#child.exitCode !== 0 || !reader.begun) throw new Error('espeak-ng ended without having spoken');
  }

  /** Resolves when it is gone. */
  async end(): Promise<void> {
    // A program that it may have started, being a script, holds it open.
    this.#child.stdout.destroy();
    if (this.#over) return;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
