import { bad, good } from '../../../base/result.ts';
import { lastGiven, type MatchKind } from '../extension.ts';
import { quote } from '../quote.ts';

/** Data of `-m comment`: a note that matches everything. */
export interface CommentMatch {
  readonly name: 'comment';
  readonly text: string;
}

/** `-m comment --comment "…"`. */
export const comment: MatchKind<CommentMatch> = {
  name: 'comment',
  options: { '--comment': 1 },
  parse(given) {
    const text = lastGiven(given, '--comment')?.values[0];
    if (text === undefined) return bad('comment: option "--comment" must be specified');
    if (text.length > 256) return bad('COMMENT must be shorter than 256 characters');
    return good({ name: 'comment', text });
  },
  save: ({ text }) => ` --comment ${quote(text)}`,
  written: ({ text }) => ` --comment ${/^[^\s"\\']+$/.test(text) ? text : quote(text)}`,
  list: ({ text }) => `/* ${text} */`,
  check: () => undefined,
};
