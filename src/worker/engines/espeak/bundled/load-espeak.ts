import load, { type ESpeakNGModule, type LoadOptions } from '@echogarden/espeak-ng-emscripten';

const LANGUAGE_FILE = /\/lang\/(?:.*\/)?([a-z]+)[^/]*$/i;
/** Variants of a voice (whisper, croak), which nothing here asks for. */
const VARIANT_FILE = /\/voices\//;

/**
 * Loads espeak-ng with the files of `voice`'s own language and none of another voice: before its first word it reads every one that
 * is there, 338 in all, which takes 0.2 s of a core. Dictionaries are read when they are needed; all of them are there.
 */
export function loadEspeak(voice: string): Promise<ESpeakNGModule> {
  const [base] = voice.split('-');
  const wanted = (path: string): boolean => {
    const language = LANGUAGE_FILE.exec(path)?.[1]?.toLowerCase();
    return !VARIANT_FILE.test(path) && (language === undefined || language === base);
  };
  return load(new OnlyFiles(wanted));
}

/** Emscripten's packager makes every file with the function that it finds in these options: the module's own, but for what is not wanted. */
class OnlyFiles implements LoadOptions {
  readonly #wanted: (path: string) => boolean;
  #create: LoadOptions['FS_createDataFile'] = () => undefined;

  constructor(wanted: (path: string) => boolean) {
    this.#wanted = wanted;
  }

  get FS_createDataFile(): LoadOptions['FS_createDataFile'] {
    return this.#create;
  }

  set FS_createDataFile(create) {
    this.#create = (path, ...how) => (this.#wanted(path) ? create(path, ...how) : undefined);
  }
}
