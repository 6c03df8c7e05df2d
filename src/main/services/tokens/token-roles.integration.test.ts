import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, onTestFinished, test } from 'vitest';
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

/** Opens the signalling of a room as a client does, and keeps it. */
const VISIT = String.raw`
import { WebSocket } from 'ws';
new WebSocket(process.env.ADDRESS).on('error', () => process.exit(1));
`;

/** The program's own folder, in which a script finds its packages. */
const PROGRAM = resolve(import.meta.dirname, '../../../..');

const may: Readonly<Record<TokenRole, Partial<Seen>>> = {
  listener: {},
  speaker: { publishesMicrophone: true },
  interpreter: { publishesMicrophone: true },
  operator: {},
  monitor: { listed: false },
  translator: { publishesMicrophone: true, writesData: true },
  recorder: { listed: false },
};

/** What an operator may do to the participants of their own room. */
const NEIGHBOURLY: readonly (readonly [method: string, body: object])[] = [
  ['ListParticipants', {}],
  ['GetParticipant', { identity: 'speaker:anna' }],
  ['RemoveParticipant', { identity: 'speaker:anna' }],
  ['MutePublishedTrack', { identity: 'speaker:anna', trackSid: 'TR_1', muted: true }],
  ['UpdateParticipant', { identity: 'speaker:anna', name: 'Mark' }],
  ['UpdateSubscriptions', { identity: 'speaker:anna', trackSids: ['TR_1'], subscribe: false }],
  ['SendData', { data: 'AQ==', kind: 'RELIABLE' }],
  ['UpdateRoomMetadata', { metadata: '{}' }],
];

let trial: Promise<Readonly<Record<TokenRole, Seen>>> | undefined;
/** The trial takes seconds, so all tests look at one. */
const tried = (): Promise<Readonly<Record<TokenRole, Seen>>> => (trial ??= tryEverything());

let calls: Promise<ReadonlyMap<string, number>> | undefined;
/** As for {@link tried}. */
const called = (): Promise<ReadonlyMap<string, number>> => (calls ??= callEverything());

/** A server with the rooms `main` and `other`, and a token of every role for `main`. */
async function openRooms() {
  const { services } = await openTestHost();
  await services.nodes.start('local', TESTER);
  for (const room of ['main', 'other']) await services.nodes.client().createRoom(room);
  const tokens = Object.fromEntries(await Promise.all(TokenRole.options.map(async (role) => [role, (await services.tokens.sign({ room: 'main', role })).token] as const)));
  return { services, tokens, endpoint: services.nodes.endpoint() };
}

async function tryEverything(): Promise<Readonly<Record<TokenRole, Seen>>> {
  const { services, tokens, endpoint } = await openRooms();
  const { token: witnessToken } = await services.tokens.sign({ room: 'main', role: 'translator', id: 'witness' });
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', TRY_EVERYTHING], {
    cwd: PROGRAM,
    env: { PATH: process.env['PATH'], PLAN: JSON.stringify({ url: endpoint.url, tokens, witnessToken }) },
    timeout: 60_000,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<TokenRole, Seen>;
}

/** HTTP status of `<role> <API method> <room>`. */
async function callEverything(): Promise<ReadonlyMap<string, number>> {
  const { tokens, endpoint } = await openRooms();
  const statusOf = new Map<string, number>();
  const methods: [method: string, room: string, body: object][] = [
    ['CreateRoom', 'new', { name: 'new' }],
    ['ListRooms', '', {}],
    ['DeleteRoom', 'other', { room: 'other' }],
    ['ListParticipants', 'main', { room: 'main' }],
    ...NEIGHBOURLY.map(([method, body]): [string, string, object] => [method, 'other', { room: 'other', ...body }]),
  ];
  for (const role of TokenRole.options) {
    for (const [method, room, body] of methods) {
      const response = await fetch(`${httpUrl(endpoint.url)}/twirp/livekit.RoomService/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokens[role]}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      statusOf.set(`${role} ${method} ${room}`, response.status);
    }
  }
  return statusOf;
}

describe('against the real server', () => {
  test.each(TokenRole.options)('%s can do what it needs and nothing else', async (role) => {
    const seen = await tried();
    expect(seen[role]).toEqual({ listed: true, hears: true, publishesMicrophone: false, publishesCamera: false, writesData: false, changesOwnAttributes: false, ...may[role] });
  });

  test.each(TokenRole.options)('%s has no power over rooms, and only the operator looks into its own', async (role) => {
    const statusOf = await called();
    for (const method of ['CreateRoom new', 'ListRooms ', 'DeleteRoom other']) expect(statusOf.get(`${role} ${method}`), method).toBe(401);
    expect(statusOf.get(`${role} ListParticipants main`)).toBe(role === 'operator' ? 200 : 401);
  });

  test.each(TokenRole.options)('%s has no power over another room', async (role) => {
    const statusOf = await called();
    for (const [method] of NEIGHBOURLY) expect(statusOf.get(`${role} ${method} other`), method).toBe(401);
  });

  test('a token opens its own room, whatever room is asked for', async () => {
    const { services } = await openRooms();
    const { token, identity } = await services.tokens.sign({ room: 'main', role: 'listener' });
    const ADDRESS = `${services.nodes.endpoint().url}/rtc?access_token=${token}&room=other&protocol=9&sdk=js`;
    const visitor = spawn(process.execPath, ['--input-type=module', '-e', VISIT], { cwd: PROGRAM, env: { PATH: process.env['PATH'], ADDRESS }, stdio: 'ignore' });
    onTestFinished(() => void visitor.kill('SIGKILL'));
    await expect.poll(async () => (await services.nodes.client().participants('main')).map((each) => each.identity)).toEqual([identity]);
    expect(await services.nodes.client().participants('other')).toEqual([]);
  });

  test('a token that has expired opens nothing, once the minute is over by which clocks may differ', async () => {
    const { url, apiKey, apiSecret } = (await openRooms()).endpoint;
    const statusAfter = async (expiredForSec: number): Promise<number> => {
      const token = new AccessToken(apiKey, apiSecret, { identity: 'listener:late', ttl: -expiredForSec });
      token.addGrant({ roomJoin: true, room: 'main' });
      return (await fetch(`${httpUrl(url)}/rtc/validate?access_token=${await token.toJwt()}`)).status;
    };
    expect([await statusAfter(30), await statusAfter(90)]).toEqual([200, 401]);
  });
});
