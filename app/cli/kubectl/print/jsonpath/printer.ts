import { bad, good, type Result } from '../../../../base/result.ts';
import { failed, type Failure } from '../../failure.ts';
import { goQuote, goSyntax, goValue } from '../../go/format.ts';
import { goJson } from '../../go/json.ts';
import { evaluateJsonPath } from './evaluate.ts';
import { parseJsonPath } from './parse.ts';

/** Prints an object by a template, or says what is wrong with it. */
export type TemplatePrinter = (object: unknown) => Result<string, Failure>;

/** Makes the printer of `-o jsonpath` or `-o jsonpath-as-json`. */
export function jsonPathPrinter(
  template: string,
  options: { readonly asJson?: boolean; readonly allowMissing?: boolean } = {},
): Result<TemplatePrinter> {
  const nodes = parseJsonPath(template);
  if (!nodes.ok) return bad(`error parsing jsonpath ${template}, ${nodes.error}`);
  return good((object) => {
    const found = evaluateJsonPath(nodes.value, object, options.allowMissing);
    if (!found.ok) return failed(executionError(template, found.error, object));
    return good(found.value.map((values) => printValues(values, options.asJson === true)).join(''));
  });
}

function executionError(template: string, error: string, object: unknown): string {
  return (
    `error executing jsonpath ${goQuote(template)}: Error executing template: ${error}. ` +
    `Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n` +
    `\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`
  );
}

function printValues(values: readonly unknown[], asJson: boolean): string {
  if (asJson) return `${goJson(values, { indent: 4 })}\n`;
  return values
    .map((value) => {
      if (typeof value === 'object' && value !== null) return goJson(value);
      return value === null || value === undefined ? 'null' : goValue(value);
    })
    .join(' ');
}
