import { describe, expect, test, vi } from 'vitest';
import type { Caption } from '../../shared/live/caption.ts';
import { CaptionStore, MAX_SEGMENTS } from './caption-store.ts';

function caption(segment: number, language: string, revision: number, text: string, rest: Partial<Caption> = {}): Caption {
  return {
    id: `s${segment}/${language}`,
    segmentId: `s${segment}`,
    language,
    sourceLanguage: 'en',
    kind: language === 'en' ? 'source' : 'translation',
    speakerIdentity: 'speaker:a',
    speakerName: 'Ada',
    stable: text,
    unstable: '',
    final: false,
    revision,
    spokenStartMs: segment * 1_000,
    spokenEndMs: segment * 1_000 + 900,
    publishedAtMs: segment * 1_000 + 1_200,
    ...rest,
  };
}

/** A store whose frames come when the test says so. */
function storeWithFrames() {
  let pending: (() => void) | undefined;
  const store = new CaptionStore((apply) => (pending = apply));
  const frame = (): void => {
    pending?.();
    pending = undefined;
  };
  const texts = () => store.getSnapshot().rows.map(({ captions }) => Object.fromEntries(Object.entries(captions).map(([language, { stable }]) => [language, stable])));
  return { store, frame, texts };
}

describe('CaptionStore', () => {
  test('puts source and translations of a segment into one row', () => {
    const { store, frame, texts } = storeWithFrames();
    store.push([caption(1, 'en', 0, 'Good morning'), caption(1, 'es', 0, 'Buenos días'), caption(2, 'en', 0, 'Welcome')]);
    frame();
    expect(texts()).toEqual([{ en: 'Good morning', es: 'Buenos días' }, { en: 'Welcome' }]);
  });

  test('many batches are one change of the screen', () => {
    const { store, frame } = storeWithFrames();
    const listener = vi.fn();
    store.subscribe(listener);
    for (let revision = 0; revision < 50; revision++) store.push([caption(1, 'en', revision, `word ${revision}`)]);
    expect(listener).not.toHaveBeenCalled();
    frame();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.getSnapshot().version).toBe(1);
  });

  test('an older revision never replaces a newer one, nor does a repeated history', () => {
    const { store, frame, texts } = storeWithFrames();
    store.push([caption(1, 'en', 2, 'Good morning all'), caption(1, 'en', 1, 'Good')]);
    frame();
    store.push([caption(1, 'en', 2, 'Good morning all')]);
    frame();
    expect(texts()).toEqual([{ en: 'Good morning all' }]);
    expect(store.getSnapshot().version).toBe(1);
  });

  test('a retracted caption vanishes, with its row when it was the last, and does not come back', () => {
    const { store, frame, texts } = storeWithFrames();
    store.push([caption(1, 'en', 0, 'um'), caption(1, 'es', 0, 'eh'), caption(2, 'en', 0, 'Welcome')]);
    frame();
    store.push([caption(1, 'es', 1, '', { final: true })]);
    frame();
    expect(texts()).toEqual([{ en: 'um' }, { en: 'Welcome' }]);
    store.push([caption(1, 'en', 1, '', { final: true }), caption(1, 'en', 0, 'um')]);
    frame();
    expect(texts()).toEqual([{ en: 'Welcome' }]);
  });

  test('a caption that comes late stands where it was spoken', () => {
    const { store, frame, texts } = storeWithFrames();
    store.push([caption(1, 'en', 0, 'one'), caption(3, 'en', 0, 'three'), caption(2, 'en', 0, 'two')]);
    frame();
    expect(texts().map(({ en }) => en)).toEqual(['one', 'two', 'three']);
  });

  test('rows that did not change stay the same objects', () => {
    const { store, frame } = storeWithFrames();
    store.push([caption(1, 'en', 0, 'one'), caption(2, 'en', 0, 'two')]);
    frame();
    const [before] = store.getSnapshot().rows;
    store.push([caption(2, 'en', 1, 'two and more')]);
    frame();
    expect(store.getSnapshot().rows[0]).toBe(before);
  });

  test('keeps the newest segments only', () => {
    const { store, frame } = storeWithFrames();
    store.push(Array.from({ length: MAX_SEGMENTS + 5 }, (_, index) => caption(index, 'en', 0, `${index}`)));
    frame();
    const { rows } = store.getSnapshot();
    expect(rows).toHaveLength(MAX_SEGMENTS);
    expect(rows[0]?.segmentId).toBe('s5');
  });
});
