import { useRef, useState } from 'react';
import type { Inline } from '../../tutorial/lesson-text.ts';
import { Floating } from '../controls/Floating.tsx';
import { useCluster } from '../store/cluster.ts';
import { textsIn, useContent } from '../store/content.ts';
import { usePreferences } from '../store/preferences.ts';
import { useT } from '../text/translate.ts';

/** A run of lesson text. Values fill the `‹names›` of reasons. */
export function InlineText({
  text,
  values = {},
}: {
  readonly text: Inline;
  readonly values?: Readonly<Record<string, string>>;
}) {
  return text.map((part, at) => <Part key={at} part={part} values={values} />);
}

function Part({
  part,
  values,
}: {
  readonly part: Inline[number];
  readonly values: Readonly<Record<string, string>>;
}) {
  if (typeof part === 'string') return fillValues(part, values);
  if ('code' in part) return <Code text={fillValues(part.code, values)} />;
  if ('em' in part)
    return (
      <em>
        <InlineText text={part.em} values={values} />
      </em>
    );
  if ('strong' in part)
    return (
      <strong>
        <InlineText text={part.strong} values={values} />
      </strong>
    );
  if ('name' in part) return <LiveName name={part.name} values={values} />;
  return <Term id={part.term} text={part.text} />;
}

/** Something that a machine would say or be told: never translated, always left to right. */
export function Code({ text }: { readonly text: string }) {
  const names = useNames();
  return (
    <code lang="en" translate="no">
      <bdi dir="ltr">{fillNames(text, names)}</bdi>
    </code>
  );
}

function LiveName({
  name,
  values,
}: {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}) {
  const names = useNames();
  return <Code text={values[name] ?? names[name] ?? `‹${name}›`} />;
}

/** Live values of the names that commands and texts use. */
export const useNames = (): Readonly<Record<string, string | null>> =>
  useCluster((cluster) => cluster.lesson?.names) ?? NO_NAMES;

const NO_NAMES = {};

/** Fills `‹name›` in a command; what has no value stays as it stands. */
export const fillNames = (text: string, names: Readonly<Record<string, string | null>>): string =>
  text.replaceAll(/‹([^›]+)›/g, (whole, name: string) => names[name] ?? whole);

/** The first name in a command that has no value now. */
export const missingName = (
  text: string,
  names: Readonly<Record<string, string | null>>,
): string | undefined =>
  [...text.matchAll(/‹([^›]+)›/g)]
    .map(([, name]) => name)
    .find((name) => (names[name ?? ''] ?? null) === null);

const fillValues = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/‹([^›]+)›/g, (whole, name: string) => values[name] ?? whole);

function Term({ id, text }: { readonly id: string; readonly text: string }) {
  const t = useT();
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<DOMRect>();
  const lang = usePreferences((preferences) => preferences.lang);
  const entry = useContent((state) => textsIn(state, lang))?.terms.find((term) => term.id === id);
  if (entry === undefined) return <span>{text}</span>;
  return (
    <>
      <button
        ref={button}
        type="button"
        className="term"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={() => setAnchor(anchor === undefined ? button.current?.getBoundingClientRect() : undefined)}
      >
        {text}
      </button>
      {anchor === undefined ? null : (
        <Floating
          anchor={anchor}
          role="dialog"
          label={`${t('whyCard')} ${entry.title}`}
          className="why-card"
          onClose={() => setAnchor(undefined)}
        >
          <h3>{entry.title}</h3>
          {entry.text.map((paragraph, at) => (
            <p key={at}>
              <InlineText text={paragraph} />
            </p>
          ))}
        </Floating>
      )}
    </>
  );
}
