import type { z } from 'zod';
import { readJsonFile, setAside, writeFileAtomically } from './atomic-file.ts';

/**
 * What the program itself remembers between two starts, in one small JSON file.
 *
 * Updates are synchronous for the caller and written one after the other; {@link flush} waits for the disk.
 */
export class StateFile<T> {
  readonly #path: string;
  readonly #report: (thrown: unknown) => void;
  #value: T;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, value: T, report: (thrown: unknown) => void) {
    this.#path = path;
    this.#value = value;
    this.#report = report;
  }

  /**
   * Reads the file, or begins with what `schema` makes of `{}`. A file that does not parse is kept under another name,
   * which `onSetAside` is told.
   *
   * @param report gets failures of later writes
   */
  static async open<S extends z.ZodType>(
    path: string,
    schema: S,
    { onSetAside, report }: { onSetAside: (keptAs: string) => void; report: (thrown: unknown) => void },
  ): Promise<StateFile<z.output<S>>> {
    try {
      const raw = await readJsonFile(path);
      return new StateFile(path, schema.parse(raw ?? {}), report);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== undefined) throw thrown;
      onSetAside(await setAside(path));
      return new StateFile(path, schema.parse({}), report);
    }
  }

  get value(): T {
    return this.#value;
  }

  /** Replaces the value now and on disk soon. */
  update(change: (value: T) => T): void {
    this.#value = change(this.#value);
    this.#writing = this.#writing.then(() => writeFileAtomically(this.#path, `${JSON.stringify(this.#value, undefined, 2)}\n`)).catch(this.#report);
  }

  /** Resolves once every update so far is on disk. */
  flush(): Promise<void> {
    return this.#writing;
  }
}
