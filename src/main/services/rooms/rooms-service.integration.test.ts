import { expect, test } from 'vitest';
import type { RoomView } from '../../../shared/contract/rooms.ts';
import { openTestHost, TESTER } from '../../test-host.ts';
import { processIdentity } from '../process/process-identity.ts';

type Services = Awaited<ReturnType<typeof openTestHost>>['services'];

const plan = (name: string, languages = ['es']): Parameters<Services['rooms']['launch']>[0] => ({ name, floorLanguage: 'en', languages, policies: {} });
const phase = ({ rooms }: Services, name: string): RoomView['phase']['kind'] => rooms.view(name).phase.kind;
const workerPid = ({ rooms }: Services): number | undefined => rooms.processes().find(({ name }) => name === 'session-worker')?.pid;

async function live(services: Services, name: string): Promise<number> {
  await expect.poll(() => phase(services, name), { timeout: 15_000, interval: 50 }).toBe('live');
  return workerPid(services)!;
}

test('a room goes live with its translator, and closing it leaves no worker', async () => {
  const { services } = await openTestHost();
  await services.nodes.start('local', TESTER);
  expect(await services.rooms.launch(plan('main'), TESTER)).toMatchObject({ name: 'main', phase: { kind: 'starting' }, rehearsal: false });
  const pid = await live(services, 'main');
  expect(services.rooms.processes()).toContainEqual({ name: 'session-worker', pid, room: 'main' });
  await expect.poll(() => services.rooms.view('main').participants).toMatchObject([{ identity: 'translator:main', role: 'translator' }]);
  await expect.poll(() => services.rooms.hub('main').channels.current?.[0]?.trackSid, { timeout: 10_000 }).toBeDefined();

  const streams = services.rooms.hub('main').channels.watch();
  await services.rooms.close('main', TESTER);
  expect(await processIdentity(pid)).toBeUndefined();
  expect(services.rooms.views.current).toEqual([]);
  for await (const _ of streams);
  await expect(services.nodes.client().roomNames()).resolves.toEqual([]);
});

test('a worker that is killed is back in the room within 5 s, and its channels are silent until then', async () => {
  const { services } = await openTestHost();
  await services.nodes.start('local', TESTER);
  await services.rooms.launch(plan('main'), TESTER);
  const pid = await live(services, 'main');
  const channels = services.rooms.hub('main').channels;
  await expect.poll(() => channels.current?.[0]?.trackSid, { timeout: 10_000 }).toBeDefined();

  process.kill(pid, 'SIGKILL');
  await expect.poll(() => phase(services, 'main'), { timeout: 2_000, interval: 5 }).not.toBe('live');
  expect(channels.current).toMatchObject([{ source: 'silence', reason: 'starting' }]);
  expect(channels.current![0]!.trackSid).toBeUndefined();

  await expect.poll(() => phase(services, 'main'), { timeout: 5_000, interval: 20 }).toBe('live');
  expect(workerPid(services)).not.toBe(pid);
});

test('the operator takes a channel and gives it back; the policy is kept when the worker dies, the hold is not', async () => {
  const { services } = await openTestHost();
  const { rooms } = services;
  await services.nodes.start('local', TESTER);
  await rooms.launch({ ...plan('main', ['es', 'fr']), policies: { fr: { policy: 'human-only', takeover: 'drop' } } }, TESTER);
  const pid = await live(services, 'main');
  const [channels, switches] = [rooms.hub('main').channels, rooms.hub('main').switches];
  const channel = (language: string) => channels.current?.find((each) => each.language === language);
  await expect.poll(() => channel('fr')).toMatchObject({ policy: 'human-only', source: 'floor', reason: 'no-human' });

  rooms.setPolicy({ name: 'main', language: 'es', policy: 'human-only', takeover: 'finish' }, TESTER);
  rooms.hold({ name: 'main', language: 'es', hold: 'silence' }, TESTER);
  await expect.poll(() => channel('es'), { timeout: 2_000 }).toMatchObject({ policy: 'human-only', takeover: 'finish', hold: 'silence', source: 'silence', reason: 'operator' });
  expect(channel('fr')!.hold).toBeUndefined();
  rooms.hold({ name: 'main', language: 'es', hold: 'auto' }, TESTER);
  await expect.poll(() => channel('es'), { timeout: 2_000 }).toMatchObject({ source: 'floor', reason: 'no-human' });
  expect(channel('es')!.hold).toBeUndefined();
  for await (const { values } of switches.follow({ signal: AbortSignal.timeout(1_000) })) {
    expect(values.filter(({ language }) => language === 'es').map(({ from, to, reason }) => `${from} ${to} ${reason}`)).toEqual(
      expect.arrayContaining(['floor silence operator', 'silence floor no-human']),
    );
    break;
  }
  expect(() => rooms.hold({ name: 'main', language: 'ca', hold: 'floor' }, TESTER)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));

  rooms.hold({ name: 'main', language: 'es', hold: 'silence' }, TESTER);
  await expect.poll(() => channel('es')?.hold, { timeout: 2_000 }).toBe('silence');
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => workerPid(services)).not.toBe(pid);
  await live(services, 'main');
  await expect.poll(() => channel('es')).toMatchObject({ policy: 'human-only', takeover: 'finish', source: 'floor' });
  expect(channel('es')!.hold).toBeUndefined();
});

test('everybody is back after the server was killed', async () => {
  const { services } = await openTestHost();
  const { pid } = await services.nodes.start('local', TESTER);
  await services.rooms.launch(plan('main'), TESTER);
  const worker = await live(services, 'main');

  process.kill(pid!, 'SIGKILL');
  await expect.poll(() => phase(services, 'main'), { timeout: 5_000, interval: 5 }).toBe('reconnecting');
  await expect.poll(() => phase(services, 'main'), { timeout: 15_000, interval: 50 }).toBe('live');
  expect(workerPid(services)).toBe(worker);
});

test('rooms that were live are live again after the next start; closed ones and rehearsals are not', async () => {
  const first = await openTestHost();
  await first.services.nodes.start('local', TESTER);
  await first.services.rooms.launch(plan('kept'), TESTER);
  await first.services.rooms.launch(plan('closed'), TESTER);
  await first.services.rooms.launch(plan('practice'), TESTER, { rehearsal: true });
  await first.services.rooms.close('closed', TESTER);
  await first[Symbol.asyncDispose]();

  const { services } = await openTestHost({ dataDir: first.dataDir, autoStart: true });
  await expect.poll(() => services.rooms.views.current?.map(({ name }) => name), { timeout: 10_000 }).toEqual(['kept']);
  await live(services, 'kept');
});

test('bad plans are refused with the reason, and leave nothing', async () => {
  const { services } = await openTestHost();
  await expect(services.rooms.launch(plan('main'), TESTER)).rejects.toMatchObject({ code: 'SFU_UNREACHABLE' });
  await services.nodes.start('local', TESTER);
  await expect(services.rooms.launch(plan('main', ['es', 'xx']), TESTER)).rejects.toMatchObject({ code: 'LANGUAGE_UNKNOWN', details: { languages: ['xx'] } });
  const twice = await Promise.allSettled([services.rooms.launch(plan('main'), TESTER), services.rooms.launch(plan('main'), TESTER)]);
  expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await services.nodes.client().createRoom('foreign');
  await expect(services.rooms.launch(plan('foreign'), TESTER)).rejects.toMatchObject({ code: 'ROOM_NAME_TAKEN' });
  await expect(services.rooms.close('nowhere', TESTER)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(services.rooms.invite({ name: 'main', role: 'translator', participantName: 'T' }, TESTER)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(services.nodes.useLocal(TESTER)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(services.rooms.views.current?.map(({ name }) => name)).toEqual(['main']);
});

test('says what could interpret on this machine', async () => {
  const { services } = await openTestHost();
  const { targets, engines } = await services.rooms.languages('en');
  expect(targets.find(({ tag }) => tag === 'es')).toMatchObject({ missing: '', path: ['en', 'es'] });
  expect(engines.length).toBeGreaterThan(0);
});
