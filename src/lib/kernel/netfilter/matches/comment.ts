/** `-m comment`: words for whoever reads the rules; it always matches (net/netfilter/xt_comment.c). */
import { RuleError, type Match } from '../extension.ts';
import { quoted } from '../language/words.ts';
import type { ExtensionData } from '../rule.ts';

interface Comment extends ExtensionData {
	text: string;
}

/** XT_MAX_COMMENT_LEN with its ending zero. */
const MOST = 255;

export const comment: Match<Comment> = {
	name: 'comment',
	create: () => ({ text: '' }),
	options: {
		comment: {
			words: 1,
			read: (data, [word]) => {
				if (word.length > MOST) throw new RuleError(`a comment has at most ${MOST} characters`);
				data.text = word;
			}
		}
	},
	print: ({ text }) => `--comment ${quoted(text)}`,
	test: () => true
};
