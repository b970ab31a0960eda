import { bad, good, type Result } from '../../../../base/result.ts';
import { goQuote, goValue } from '../../go/format.ts';
import { goJson } from '../../go/json.ts';
import type { TemplatePrinter } from '../jsonpath/printer.ts';
import { executeTemplate } from './execute.ts';
import { parseTemplate } from './parse.ts';

/** Makes the printer of `-o go-template`. */
export function goTemplatePrinter(text: string, allowMissing: boolean): Result<TemplatePrinter> {
  const template = parseTemplate(text);
  if (!template.ok) return bad(`error parsing template ${text}, ${template.error}`);
  return good((object) => {
    const done = executeTemplate(template.value, object, !allowMissing);
    if (done.ok) return done;
    const { printed, reason } = done.error;
    return bad({
      type: 'plain',
      message: `error executing template ${goQuote(text)}: ${reason}`,
      printed:
        `${printed}Error executing template: ${reason}. Printing more information for debugging the template:\n` +
        `\ttemplate was:\n\t\t${text}\n\traw data was:\n\t\t${goJson(object)}\n` +
        `\tobject given to template engine was:\n\t\t${goValue(object)}\n\n`,
    });
  });
}
