import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What goes wrong with a request. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'oversize' }
  /** The answer comes after so long. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Takes the request and never answers. */
  | { readonly kind: 'silent' }
  /** Begins to answer and breaks off. */
  | { readonly kind: 'broken' };

interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** Answers a request of the kind that a server serves; undefined: no such page. */
type Serve = (request: Received) => { readonly type: string; readonly body: Buffer | string } | undefined;

/**
 * The stand-in for somebody's speech or translation server: a real HTTP server on loopback that speaks the interfaces of
 * all of them, and fails as it is told. The only kind of stand-in here: the real ones are remote, or paid.
 */
export class TestSpeechServer {
  readonly received: Received[] = [];
  /** For the next requests to other pages than {@link probes}, one each; then it serves. */
  readonly faults: Fault[] = [];
  /** Every request fails so, until it is taken away. */
  always: Fault | undefined;
  readonly #serve: Serve;
  #port = 0;
  #server = createServer();

  private constructor(serve: Serve) {
    this.#serve = serve;
  }

  static async start(serve: Serve = serveAll): Promise<TestSpeechServer> {
    const server = new TestSpeechServer(serve);
    await server.up();
    onTestFinished(() => server.down());
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens, on the port it had before. */
  async up(): Promise<void> {
    this.#server = createServer((request, response) => this.#receive(request, response));
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Gone: whoever asks is refused. */
  async down(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Requests that are no probes. */
  get asked(): Received[] {
    return this.received.filter(({ path }) => !probes.has(path));
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) };
      this.received.push(received);
      this.#answer(received, response, this.always ?? (probes.has(received.path) ? undefined : this.faults.shift()));
    });
    // A client that stops waiting is part of the tests.
    request.on('error', () => undefined);
  }

  #answer(received: Received, response: ServerResponse, fault: Fault | undefined): void {
    const serve = (): void => {
      const answer = this.#serve(received);
      response.writeHead(answer ? 200 : 404, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.body ?? 'no such page');
    };
    switch (fault?.kind) {
      case undefined:
        return serve();
      case 'status':
        response.writeHead(fault.status, { 'content-type': 'application/json', ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }) });
        // As real servers do: the key comes back in the text of the error.
        response.end(JSON.stringify({ error: { message: `wrong: ${received.headers.authorization ?? received.body.toString('utf8')}` } }));
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${'no service here '.repeat(20)}</html>`);
        return;
      case 'empty':
        response.writeHead(200, { 'content-type': 'application/json' }).end('');
        return;
      case 'oversize':
        return endless(response);
      case 'slow':
        setTimeout(serve, fault.delayMs).unref();
        return;
      case 'silent':
        return;
      case 'broken':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"te');
        setTimeout(() => response.destroy(), 20);
    }
  }
}

/** What it translates as LibreTranslate does, each into each. */
const LANGUAGES = ['de', 'en', 'es', 'fr', 'pt'];
const probes = new Set(['/v1/models', '/openapi.json', '/languages']);

/** Writes until nobody reads any more. */
function endless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  const part = Buffer.alloc(64 * 1_024, 'a');
  const more = (): void => {
    if (!response.destroyed && response.write(part)) setImmediate(more);
  };
  response.on('drain', more);
  response.on('error', () => undefined);
  more();
}

/** All interfaces at once: transcripts say how long the sound was, translations what was asked, voices hum it. */
function serveAll({ path, body }: Received): ReturnType<Serve> {
  const json = (value: unknown): ReturnType<Serve> => ({ type: 'application/json', body: JSON.stringify(value) });
  const [page] = path.split('?');
  switch (page) {
    case '/v1/models':
      return json({ data: [] });
    case '/openapi.json':
      return json({ openapi: '3.0.0' });
    case '/languages':
      return json(LANGUAGES.map((code) => ({ code, name: code, targets: LANGUAGES })));
    case '/v1/audio/transcriptions':
    case '/asr': {
      const text = `heard ${soundBytes(body)} bytes`;
      return json({ text, language: 'en', segments: [{ id: 0, start: 0, end: 1, text, avg_logprob: -0.2, no_speech_prob: 0.01 }] });
    }
    case '/translate': {
      const { q, target } = JSON.parse(body.toString('utf8')) as { q: string; target: string };
      return json({ translatedText: `${target}: ${q}` });
    }
    case '/v1/chat/completions': {
      const { messages } = JSON.parse(body.toString('utf8')) as { messages: Array<{ content: string }> };
      const target = /into (\w+)/.exec(messages[0]!.content)?.[1];
      return json({ choices: [{ message: { role: 'assistant', content: `"${target}: ${messages[1]!.content}"` } }] });
    }
    case '/v1/audio/speech': {
      const { input } = JSON.parse(body.toString('utf8')) as { input: string };
      return { type: 'audio/pcm', body: hum(input.length) };
    }
    default:
      return undefined;
  }
}

/** The sound inside a multipart body: the longest of its parts, without a WAV file's header. */
function soundBytes(body: Buffer): number {
  const text = body.toString('latin1');
  const boundary = text.slice(0, text.indexOf('\r\n'));
  const longest = Math.max(...text.split(boundary).map((part) => part.length - part.indexOf('\r\n\r\n') - 6));
  return text.includes('WAVEfmt') ? longest - 44 : longest;
}

/** 20 ms of a tone a letter, 24 kHz, after 100 ms of silence. */
function hum(letters: number): Buffer {
  const samples = 2_400 + letters * 480;
  const bytes = Buffer.alloc(2 * samples);
  for (let index = 2_400; index < samples; index++) bytes.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 220 * index) / 24_000)), 2 * index);
  return bytes;
}
