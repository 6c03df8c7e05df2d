/** The part of the espeak-ng build (which ships no types) that this program uses. */
declare module '@echogarden/espeak-ng-emscripten' {
  interface ESpeakNGWorker {
    readonly samplerate: number;
    /** 0 when the voice exists. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    /** `onChunk` returns true to stop. Its samples belong to the engine and are overwritten after it returns. */
    synthesize(text: string, onChunk: (samples: Int16Array | null, events: unknown) => boolean): void;
  }
  export interface ESpeakNGModule {
    readonly eSpeakNGWorker: new () => ESpeakNGWorker;
  }
  /** Becomes the module: Emscripten puts what it exports into it. */
  export interface LoadOptions {
    /** Makes a file of the data package, of which `path` is absolute; set by the module, and called for each. */
    FS_createDataFile: (path: string, ...how: unknown[]) => unknown;
  }
  export default function load(options?: LoadOptions): Promise<ESpeakNGModule>;
}
