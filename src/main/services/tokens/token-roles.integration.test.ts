import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { TokenRole } from '../../../shared/roles.ts';
import { openTestHost, TESTER } from '../../test-host.ts';
import { httpUrl } from '../nodes/sfu-client.ts';

/** What one participant could do, as the others and the server saw it. */
interface Seen {
  readonly listed: boolean;
  readonly hears: boolean;
  readonly publishesMicrophone: boolean;
  readonly publishesCamera: boolean;
  readonly writesData: boolean;
  readonly changesOwnAttributes: boolean;
}

/**
 * Joins a room as every role with the real client, tries everything, and prints what a witness in the room saw. In a
 * process of its own: only the workers hold the media library.
 */
const TRY_EVERYTHING = String.raw`
import { AudioFrame, AudioSource, LocalAudioTrack, LocalVideoTrack, Room, RoomEvent, TrackPublishOptions, TrackSource, VideoSource } from '@livekit/rtc-node';
const { url, tokens, witnessToken } = JSON.parse(process.env.PLAN);
const options = { autoSubscribe: true, dynacast: false, rtcConfig: { iceServers: [] } };
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const witness = new Room();
const seen = Object.fromEntries(Object.keys(tokens).map((role) => [role, { listed: false, hears: false, publishesMicrophone: false, publishesCamera: false, writesData: false, changesOwnAttributes: false }]));
const roleOf = (identity) => identity.split(':')[0];
witness.on(RoomEvent.ParticipantConnected, (p) => { if (seen[roleOf(p.identity)]) seen[roleOf(p.identity)].listed = true; });
witness.on(RoomEvent.TrackPublished, (publication, p) => { seen[roleOf(p.identity)][publication.name === 'camera' ? 'publishesCamera' : 'publishesMicrophone'] = true; });
witness.on(RoomEvent.ParticipantAttributesChanged, (changed, p) => { if (changed.forged) seen[roleOf(p.identity)].changesOwnAttributes = true; });
witness.registerTextStreamHandler('try', async (reader) => { seen[await reader.readAll()].writesData = true; });
await witness.connect(url, witnessToken, options);
const tone = new AudioSource(48000, 1);
const published = new TrackPublishOptions(); published.source = TrackSource.SOURCE_MICROPHONE;
await witness.localParticipant.publishTrack(LocalAudioTrack.createAudioTrack('channel:es', tone), published);
// A track is handed on from its first packet.
setInterval(() => void tone.captureFrame(new AudioFrame(new Int16Array(960).fill(1000), 48000, 1, 960)).catch(() => {}), 20);
await Promise.all(Object.entries(tokens).map(async ([role, token]) => {
  const room = new Room();
  room.on(RoomEvent.TrackSubscribed, (track, publication, p) => { if (p.identity === witness.localParticipant.identity) seen[role].hears = true; });
  await room.connect(url, token, options);
  const me = room.localParticipant;
  const microphone = new TrackPublishOptions(); microphone.source = TrackSource.SOURCE_MICROPHONE;
  const camera = new TrackPublishOptions(); camera.source = TrackSource.SOURCE_CAMERA;
  me.publishTrack(LocalAudioTrack.createAudioTrack('microphone', new AudioSource(48000, 1)), microphone).catch(() => {});
  me.publishTrack(LocalVideoTrack.createVideoTrack('camera', new VideoSource(64, 64)), camera).catch(() => {});
  me.sendText(role, { topic: 'try' }).catch(() => {});
  me.setAttributes({ forged: 'yes' }).catch(() => {});
}));
const rights = () => Object.values(seen).filter((each) => each.hears).length + (seen.translator.writesData ? 1 : 0) + (seen.translator.publishesMicrophone ? 1 : 0);
for (let waits = 0; waits < 200 && rights() < Object.keys(tokens).length + 2; waits++) await sleep(100);
// What is allowed has been seen by now; what is not gets as long again.
await sleep(2000);
console.log(JSON.stringify(seen));
process.exit(0);
`;

const may: Readonly<Record<TokenRole, Partial<Seen>>> = {
  listener: {},
  speaker: { publishesMicrophone: true },
  interpreter: { publishesMicrophone: true },
  operator: {},
  monitor: { listed: false },
  translator: { publishesMicrophone: true, writesData: true },
  recorder: { listed: false },
};

interface Trial {
  readonly seen: Readonly<Record<TokenRole, Seen>>;
  /** HTTP status of `<role> <API method>`. */
  readonly statusOf: ReadonlyMap<string, number>;
}

let trial: Promise<Trial> | undefined;
/** The trial takes seconds, so all tests look at one. */
const tried = (): Promise<Trial> => (trial ??= tryEverything());

async function tryEverything(): Promise<Trial> {
  const statusOf = new Map<string, number>();
  const { services } = await openTestHost();
  await services.nodes.start('local', TESTER);
  await services.nodes.client().createRoom('main');
  await services.nodes.client().createRoom('other');
  const { url } = services.nodes.endpoint();
  const tokens = Object.fromEntries(await Promise.all(TokenRole.options.map(async (role) => [role, (await services.tokens.sign({ room: 'main', role })).token] as const)));
  const { token: witnessToken } = await services.tokens.sign({ room: 'main', role: 'translator', id: 'witness' });
  // The program's own folder, so that the script finds its packages.
  const cwd = resolve(import.meta.dirname, '../../../..');
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', TRY_EVERYTHING], {
    cwd,
    env: { PATH: process.env['PATH'], PLAN: JSON.stringify({ url, tokens, witnessToken }) },
    timeout: 60_000,
  });
  const seen: Record<TokenRole, Seen> = JSON.parse(stdout.trim().split('\n').at(-1)!);

  const calls: [string, object][] = [
    ['CreateRoom', { name: 'new' }],
    ['ListRooms', {}],
    ['DeleteRoom', { room: 'other' }],
    ['ListParticipants', { room: 'main' }],
  ];
  for (const role of TokenRole.options) {
    for (const [method, body] of calls) {
      const response = await fetch(`${httpUrl(url)}/twirp/livekit.RoomService/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens[role]}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      statusOf.set(`${role} ${method}`, response.status);
    }
  }
  return { seen, statusOf };
}

describe('against the real server', () => {
  test.each(TokenRole.options)('%s can do what it needs and nothing else', async (role) => {
    const { seen } = await tried();
    expect(seen[role]).toEqual({ listed: true, hears: true, publishesMicrophone: false, publishesCamera: false, writesData: false, changesOwnAttributes: false, ...may[role] });
  });

  test.each(TokenRole.options)('%s has no power over rooms, and only the operator looks into its own', async (role) => {
    const { statusOf } = await tried();
    for (const method of ['CreateRoom', 'ListRooms', 'DeleteRoom']) expect(statusOf.get(`${role} ${method}`), method).toBe(401);
    expect(statusOf.get(`${role} ListParticipants`)).toBe(role === 'operator' ? 200 : 401);
  });
});
