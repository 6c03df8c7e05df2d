import { expect, test } from 'vitest';
import { chatBody } from './openai-chat.ts';

test('a model is told where a piece goes on in the middle of a sentence, and is given what was said alone', () => {
  const instructions = (startsSentence: boolean): string => {
    const { messages } = JSON.parse(chatBody('that we need', { source: 'en', target: 'es', startsSentence, model: 'm' })) as { messages: Array<{ content: string }> };
    expect(messages[1]!.content).toBe('that we need');
    return messages[0]!.content;
  };
  expect(instructions(false)).toContain('in the middle of a sentence');
  expect(instructions(true)).not.toContain('in the middle of a sentence');
});
