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
  export default function load(): Promise<{ eSpeakNGWorker: new () => ESpeakNGWorker }>;
}
