import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

/** What the page has heard and read so far. */
export interface Heard {
  readonly state: string;
  /** Energy of `channel:es` as WebRTC's own statistics count it; grows only with sound. */
  readonly totalAudioEnergy: number;
  readonly captions: ReadonlyArray<{ readonly segment: string; readonly language: string; readonly text: string; readonly final: boolean }>;
}

const client = createRequire(import.meta.url).resolve('livekit-client').replace(/[^/\\]+$/, 'livekit-client.umd.js');

/** A page as any customer would write it: LiveKit's own client and nothing of this project but the names of tracks and topic. */
const html = `<!doctype html><meta charset="utf-8"><title>Listener</title><script src="/livekit-client.js"></script><script>
const { Room, RoomEvent } = LivekitClient;
const heard = { state: 'idle', totalAudioEnergy: 0, captions: [] };
async function listen(url, token) {
  const room = new Room();
  room.registerTextStreamHandler('lk.transcription', async (reader) => {
    const text = await reader.readAll();
    const { 'lk.segment_id': segment, 'lk.transcription_final': final, language } = reader.info.attributes;
    heard.captions.push({ segment, language, text, final: final === 'true' });
  });
  room.on(RoomEvent.ConnectionStateChanged, (state) => { heard.state = state; });
  let es;
  room.on(RoomEvent.TrackSubscribed, (track, publication) => {
    document.body.append(track.attach());
    if (publication.trackName === 'channel:es') es = track;
  });
  setInterval(async () => {
    const report = await es?.getRTCStatsReport();
    report?.forEach((entry) => { if (entry.type === 'inbound-rtp') heard.totalAudioEnergy = entry.totalAudioEnergy ?? 0; });
  }, 250);
  await room.connect(url, token, { rtcConfig: { iceServers: [] } });
}
</script>`;

/** Serves the page on loopback; resolves with its address and a way to end it. */
export async function serveListenerPage(): Promise<AsyncDisposable & { readonly address: string }> {
  const server = createServer((request, response) => {
    const script = request.url === '/livekit-client.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' }).end(script ? readFileSync(client) : html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
