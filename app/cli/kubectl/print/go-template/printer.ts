import { bad, type Result } from '../../../../base/result.ts';
import type { TemplatePrinter } from '../jsonpath/printer.ts';

/** Makes the printer of `-o go-template`. */
export function printTemplate(template: string): Result<TemplatePrinter> {
  return bad(`lintas: go-template ${template} is not simulated`);
}
