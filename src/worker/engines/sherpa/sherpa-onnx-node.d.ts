/** The part of sherpa-onnx-node (which ships no types) that this program uses, read from its own JavaScript. */
declare module 'sherpa-onnx-node' {
  interface VadConfig {
    sileroVad: {
      model: string;
      threshold: number;
      minSilenceDuration: number;
      minSpeechDuration: number;
      windowSize: number;
      maxSpeechDuration: number;
    };
    sampleRate: number;
    numThreads: number;
    debug: number;
  }
  class Vad {
    constructor(config: VadConfig, bufferSizeInSeconds: number);
    acceptWaveform(samples: Float32Array): void;
    isEmpty(): boolean;
    isDetected(): boolean;
    pop(): void;
    reset(): void;
  }

  interface OnlineRecognizerConfig {
    featConfig: { sampleRate: number; featureDim: number };
    modelConfig: { nemoCtc: { model: string }; tokens: string; numThreads: number; provider: string; debug: number };
    decodingMethod: string;
    enableEndpoint: number;
    ctcFstDecoderConfig: { graph: string; maxActive: number };
  }
  class OnlineStream {
    acceptWaveform(audio: { samples: Float32Array; sampleRate: number }): void;
  }
  class OnlineRecognizer {
    constructor(config: OnlineRecognizerConfig);
    createStream(): OnlineStream;
    isReady(stream: OnlineStream): boolean;
    decode(stream: OnlineStream): void;
    reset(stream: OnlineStream): void;
    getResult(stream: OnlineStream): { tokens: string[]; timestamps: number[]; start_time: number };
  }

  const sherpa: { Vad: typeof Vad; OnlineRecognizer: typeof OnlineRecognizer };
  export { type Vad, type OnlineRecognizer, type OnlineStream };
  export default sherpa;
}
