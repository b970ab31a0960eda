import { formatPrintf } from '../bash/format-printf.ts';
import { tool, tryHelp } from '../tool/tool.ts';

/** Prints by a format. */
export const printf = tool('printf', 'printf FORMAT [ARGUMENT]...', function* run(p, flavour) {
  const [format, ...args] = p.argv.slice(1).filter((arg, index) => index > 0 || arg !== '--');
  if (format === undefined) {
    yield* p.warn(
      flavour === 'gnu' ? `printf: missing operand\n${tryHelp('printf')}` : 'printf: missing operand\n',
    );
    return 1;
  }
  const made = formatPrintf(format, args);
  yield* p.print(made.text);
  for (const error of made.errors) yield* p.warn(`printf: ${error}\n`);
  return made.errors.length > 0 ? 1 : 0;
});
