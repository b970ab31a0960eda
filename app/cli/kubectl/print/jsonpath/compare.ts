import { bad, good, type Result } from '../../../../base/result.ts';
import { byCodePoint } from '../../go/json.ts';

/**
 * Compares two basic values in a filter; values of different kinds cannot be compared.
 * @upstream client-go third_party/forked/golang/template/funcs.go
 */
export function compareBasic(
  left: unknown,
  operator: string,
  right: unknown,
  rightIsFloat: boolean,
): Result<boolean> {
  if (!['<', '>', '==', '!=', '<=', '>='].includes(operator)) {
    return bad(`unrecognized filter operator ${operator}`);
  }
  const kinds = [kindOf(left, false), kindOf(right, rightIsFloat)];
  if (kinds.includes(undefined)) return bad('invalid type for comparison');
  if (kinds[0] !== kinds[1]) return bad('incompatible types for comparison');
  if (kinds[0] === 'bool' && operator !== '==' && operator !== '!=')
    return bad('invalid type for comparison');
  const order = orderOf(left, right);
  switch (operator) {
    case '==':
      return good(order === 0);
    case '!=':
      return good(order !== 0);
    case '<':
      return good(order < 0);
    case '>':
      return good(order > 0);
    case '<=':
      return good(order <= 0);
    default:
      return good(order >= 0);
  }
}

function kindOf(value: unknown, float: boolean): string | undefined {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return float || !Number.isInteger(value) ? 'float' : 'int';
  return undefined;
}

function orderOf(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return byCodePoint(String(left), String(right));
}
