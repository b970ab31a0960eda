import { expect, test } from 'vitest';
import { lineOfField } from './field-line.ts';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: my-nginx
spec:
  selector:
    matchLabels:
      run: nginx
  template:
    metadata:
      labels:
        run: my-nginx
`;

test('a field is found under its own parents', () => {
  expect(lineOfField(DEPLOYMENT, 'spec.selector')).toBe(6);
  expect(lineOfField(DEPLOYMENT, 'spec.template.metadata.labels')).toBe(11);
  expect(lineOfField(DEPLOYMENT, 'spec.selector.matchLabels.run')).toBe(8);
});

test('where a field is missing, its nearest parent is shown', () => {
  expect(lineOfField(DEPLOYMENT, 'spec.selector.matchExpressions')).toBe(6);
  expect(lineOfField('', 'spec')).toBeUndefined();
});
