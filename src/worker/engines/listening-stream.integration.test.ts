import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RESOURCES } from './fixtures/engine-host-client.ts';
import { silence, type Sound, sounds, whiteNoise, wordErrors } from './fixtures/sounds.ts';
import { joined } from '../sound/pcm.ts';
import { type ListeningEvent, ListeningStream } from './listening-stream.ts';
import { RehearsalRecogniser } from './sherpa/rehearsal-recogniser.ts';
import { SileroVoiceActivity } from './sherpa/silero-voice-activity.ts';

const voiceActivity = new SileroVoiceActivity(RESOURCES);
const recogniser = new RehearsalRecogniser(RESOURCES);
beforeAll(async () => {
  await Promise.all([voiceActivity.load(), recogniser.load()]);
});

function openStream(): { stream: ListeningStream; events: ListeningEvent[] } {
  const events: ListeningEvent[] = [];
  const stream = new ListeningStream(voiceActivity.openDetector(), recogniser.reader.openStream(), 'en', (event) => events.push(event));
  onTestFinished(() => stream.close());
  return { stream, events };
}

/** In pieces of 20 ms, computed as they come. */
function hear(stream: ListeningStream, samples: Int16Array, firstSample = 0): void {
  for (let position = 0; position < samples.length; position += 320) {
    stream.push(firstSample + position, samples.subarray(position, position + 320));
    while (stream.busy) stream.step();
  }
}

const readings = (events: readonly ListeningEvent[]) => events.flatMap((event) => (event.type === 'hypothesis' ? [event] : []));
const finalWords = (events: readonly ListeningEvent[]): string[] => readings(events).flatMap((event) => (event.final ? event.words.map((word) => word.text) : []));

function errorRate(set: readonly Sound[]): number {
  let errors = 0;
  let said = 0;
  for (const sound of set) {
    const { stream, events } = openStream();
    hear(stream, joined(silence(0.5), sound.samples, silence(0.5)));
    errors += wordErrors(sound.text.split(' '), finalWords(events));
    said += sound.text.split(' ').length;
  }
  return errors / said;
}

describe('recognition through the gate', () => {
  // Measured: 0 % and 9 %; another processor may round a little differently.
  test.each([
    ['the bundled script', 'script_', 0.04],
    ['free sentences in known voices', '_seen_', 0.15],
  ])('reads %s with few errors', (name, part, bound) => {
    const rate = errorRate(sounds(part));
    process.stdout.write(`  word error rate, ${name}: ${(100 * rate).toFixed(1)} %\n`);
    expect(rate).toBeLessThanOrEqual(bound);
  });

  test('reads while it hears, and once more when speech has stopped', () => {
    const [sound] = sounds('script_31');
    const { stream, events } = openStream();
    hear(stream, joined(silence(0.5), sound!.samples, silence(0.5)));
    expect(events[0]?.type).toBe('started');
    expect(events.at(-2)?.type).toBe('stopped');
    expect(events.at(-1)).toMatchObject({ type: 'hypothesis', final: true });
    const texts = readings(events).map((event) => event.words.map((word) => word.text).join(' '));
    expect(texts.length).toBeGreaterThan(4);
    expect(readings(events).map((event) => event.heardSample)).toEqual(readings(events).map((event) => event.heardSample).toSorted((a, b) => a - b));
    expect(texts.at(-1)).toBe(sound!.text);
  });

  test('a comma does not end a sentence', () => {
    for (const sound of sounds('script_13')) {
      const { stream, events } = openStream();
      hear(stream, joined(silence(0.5), sound.samples, silence(0.5)));
      expect(events.filter((event) => event.type === 'stopped')).toHaveLength(1);
    }
  });

  test('segments are counted and words keep their place over a long stream', () => {
    const { stream, events } = openStream();
    const set = sounds('script_');
    let position = 48_000;
    const ends: number[] = [];
    for (const sound of set) {
      const audio = joined(sound.samples, silence(0.5));
      ends.push(position + sound.end);
      hear(stream, audio, position);
      position += audio.length;
    }
    const finals = readings(events).filter((event) => event.final);
    // A pause between two clauses may make two segments of a sentence.
    expect(finals.length).toBeGreaterThanOrEqual(set.length);
    expect(finals.map((event) => event.segment)).toEqual(finals.map((_, index) => index));
    for (const end of ends) expect(Math.min(...finals.map((final) => Math.abs(final.words.at(-1)!.endSample - end)))).toBeLessThan(0.35 * 16_000);
  });

  test('a long hole is skipped, and words after it are where they were said', () => {
    const { stream, events } = openStream();
    const [sound] = sounds('script_31');
    hear(stream, joined(sound!.samples, silence(0.1)));
    hear(stream, joined(sound!.samples, silence(0.5)), 16_000 * 600);
    const finals = readings(events).filter((event) => event.final);
    expect(finals).toHaveLength(2);
    expect(finals[1]!.words.map((word) => word.text).join(' ')).toBe(sound!.text);
    expect(Math.abs(finals[1]!.words.at(-1)!.endSample - (16_000 * 600 + sound!.end))).toBeLessThan(0.35 * 16_000);
  });

  test.each([
    ['silence', silence(5)],
    ['white noise', whiteNoise(5, -30)],
  ])('%s has no words', (_, audio) => {
    const { stream, events } = openStream();
    hear(stream, audio);
    expect(readings(events).filter((event) => event.words.length > 0)).toEqual([]);
  });

  test('silence costs as much after minutes as in the beginning', () => {
    const { stream } = openStream();
    const cpuMs = (from: number): number => {
      const before = process.cpuUsage();
      hear(stream, silence(30), from * 16_000);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    };
    const minutes = Array.from({ length: 6 }, (_, index) => cpuMs(30 * index));
    // Three times as much without beginning anew.
    expect(minutes.at(-1)! / minutes[1]!).toBeLessThan(1.7);
  });

  test('closing inside speech ends the segment', () => {
    const [sound] = sounds('script_31');
    const events: ListeningEvent[] = [];
    const stream = new ListeningStream(voiceActivity.openDetector(), recogniser.reader.openStream(), 'en', (event) => events.push(event));
    hear(stream, sound!.samples.subarray(0, 24_000));
    stream.close();
    expect(events.slice(-2).map((event) => event.type)).toEqual(['stopped', 'hypothesis']);
  });
});
