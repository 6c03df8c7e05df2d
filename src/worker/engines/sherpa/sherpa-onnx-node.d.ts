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

  interface Transducer {
    encoder: string;
    decoder: string;
    joiner: string;
  }
  interface CommonModelConfig {
    tokens: string;
    numThreads: number;
    provider: string;
    debug: number;
  }
  interface OnlineRecognizerConfig {
    featConfig: { sampleRate: number; featureDim: number };
    modelConfig: CommonModelConfig & { nemoCtc?: { model: string }; zipformer2Ctc?: { model: string }; transducer?: Transducer };
    decodingMethod: string;
    enableEndpoint: number;
    ctcFstDecoderConfig?: { graph: string; maxActive: number };
  }
  interface OfflineRecognizerConfig {
    featConfig: { sampleRate: number; featureDim: number };
    modelConfig: CommonModelConfig & {
      whisper?: { encoder: string; decoder: string; language: string; task: string; tailPaddings: number };
      moonshine?: { preprocessor: string; encoder: string; uncachedDecoder: string; cachedDecoder: string };
      transducer?: Transducer;
      nemoCtc?: { model: string };
      zipformerCtc?: { model: string };
      modelType?: string;
    };
    decodingMethod: string;
  }
  class OfflineStream {
    acceptWaveform(audio: { samples: Float32Array; sampleRate: number }): void;
  }
  class OfflineRecognizer {
    static createAsync(config: OfflineRecognizerConfig): Promise<OfflineRecognizer>;
    createStream(): OfflineStream;
    decodeAsync(stream: OfflineStream): Promise<{ text: string; tokens: string[]; timestamps: number[]; ys_log_probs?: number[] }>;
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
    /** `ys_probs`: natural log probability of each token, by transducers; empty for CTC. */
    getResult(stream: OnlineStream): { tokens: string[]; timestamps: number[]; start_time: number; ys_probs: number[] };
  }

  const sherpa: { Vad: typeof Vad; OnlineRecognizer: typeof OnlineRecognizer; OfflineRecognizer: typeof OfflineRecognizer };
  export { type Vad, type OnlineRecognizer, type OnlineStream, type OfflineRecognizer };
  export default sherpa;
}
