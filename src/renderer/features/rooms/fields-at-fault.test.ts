import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '../../../shared/app-error.ts';
import { fieldsAtFault } from './fields-at-fault.ts';

const failure = (code: ErrorCode, languages?: readonly string[]): AppError => new AppError(code, 'in words', languages ? { details: { languages } } : {});

test.each([
  ['the name is taken', 'en', failure('ROOM_NAME_TAKEN'), ['name']],
  ['the floor language is unknown', 'xx', failure('LANGUAGE_UNKNOWN', ['xx']), ['floorLanguage']],
  ['a target language is unknown', 'en', failure('LANGUAGE_UNKNOWN', ['yy']), ['languages']],
  ['both are', 'xx', failure('LANGUAGE_UNKNOWN', ['xx', 'yy']), ['floorLanguage', 'languages']],
  ['a host does not say which', 'en', failure('LANGUAGE_UNKNOWN'), ['languages']],
  ['the media server is away', 'en', failure('SFU_UNREACHABLE'), []],
])('%s', (_, floorLanguage, error, fields) => {
  expect(fieldsAtFault({ floorLanguage, languages: ['es', 'yy'] }, error)).toEqual(fields);
});
