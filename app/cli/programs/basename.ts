import { readOptions, tool, tryHelp } from '../tool/tool.ts';
import { quote } from '../tool/quote.ts';
import { baseName } from '../tool/target.ts';

/** Prints the last part of a path. */
export const basename = tool(
  'basename',
  'basename NAME [SUFFIX], basename -a [-s SUFFIX] NAME...',
  function* (p, flavour) {
    const options = yield* readOptions(
      p,
      { flags: 'az', values: 's', stopAtOperand: true, long: { multiple: 'a', 'suffix=': 's', zero: 'z' } },
      flavour,
    );
    if (!options) return 1;
    const several = options.has('a') || options.has('s');
    const [first, second, extra] = options.operands;
    if (first === undefined || (!several && extra !== undefined)) {
      yield* p.warn(
        first === undefined
          ? `basename: missing operand\n${tryHelp('basename')}`
          : `basename: extra operand ${quote(extra ?? '')}\n${tryHelp('basename')}`,
      );
      return 1;
    }
    const suffix = several ? options.value('s') : second;
    for (const name of several ? options.operands : [first]) {
      const base = baseName(name);
      const cut =
        suffix !== undefined && suffix !== '' && base.endsWith(suffix) && base !== suffix
          ? base.slice(0, -suffix.length)
          : base;
      yield* p.print(cut + (options.has('z') ? '\0' : '\n'));
    }
    return 0;
  },
);
