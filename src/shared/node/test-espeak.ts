import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** So long a `slow` voice thinks before each text: late for its listeners, and far from hung. */
export const SLOW_VOICE_MS = 3_000;

/** What a voice does instead of its next text, or before it. */
export type VoiceFault = 'fails' | 'dies' | 'silent' | 'hangs' | 'garbage' | 'slow';

/** The installed espeak-ng behind a script that fails as it is told, voice by voice, and else is the real one. Gone when the test ends. */
export class TestEspeak {
  readonly #folder = mkdtempSync(join(tmpdir(), 'dragoman-espeak-'));
  /** The script. */
  readonly program = join(this.#folder, 'espeak-ng');

  constructor() {
    onTestFinished(() => rmSync(this.#folder, { recursive: true, force: true }));
    const { stdout } = spawnSync('sh', ['-c', 'command -v espeak-ng'], { encoding: 'utf8' });
    const real = stdout.trim();
    if (real === '') throw new Error('espeak-ng is not installed; npm test installs it on Debian (package espeak-ng).');
    const script = `#!/bin/sh
      cd '${this.#folder}'
      echo . >> starts
      [ "$1" = --voices ] && exec '${real}' "$@"
      text=$(cat)
      order="fault-$2"
      case "$(cat "$order" 2>/dev/null)" in
        fails) exit 1 ;;
        dies) kill -9 $$ ;;
        silent) exit 0 ;;
        hangs) exec sleep 60 ;;
        garbage) exec head -c 100000 /dev/urandom ;;
        slow) sleep ${SLOW_VOICE_MS / 1_000} ;;
      esac
      exec '${real}' "$@" <<END
$text
END
`;
    writeFileSync(join(this.#folder, 'starts'), '');
    writeFileSync(this.program, script, { mode: 0o755 });
  }

  /** Before every other espeak-ng for what is started from now on until the test ends. */
  putOnPath(): void {
    const path = process.env['PATH'];
    process.env['PATH'] = [this.#folder, path ?? ''].join(delimiter);
    onTestFinished(() => {
      if (path === undefined) delete process.env['PATH'];
      else process.env['PATH'] = path;
    });
  }

  /** How often it was started, whatever for. */
  get starts(): number {
    return readFileSync(join(this.#folder, 'starts'), 'utf8').split('\n').length - 1;
  }

  /** Until it is healed, for every text of the voice, those included that it only tries itself with. */
  break(voice: string, fault: VoiceFault): void {
    // Whole at once, so that nobody reads half an order.
    const draft = join(this.#folder, `draft-${voice}`);
    writeFileSync(draft, fault);
    renameSync(draft, join(this.#folder, `fault-${voice}`));
  }

  heal(voice: string): void {
    rmSync(join(this.#folder, `fault-${voice}`), { force: true });
  }
}
